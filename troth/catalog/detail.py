"""From rows to a product page. Pure: makes no query."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from . import cards, description, pictures, specifications, stock
from .addresses import category_path, home_path, product_path
from .beside import Beside
from .money import Money
from .shown import Crumb, OptionShown, Picture, ProductShown, VariantShown
from .words.phrases import said


def shown_product(row: dict[str, Any], offered: list[dict[str, Any]], beside: Beside) -> ProductShown:
    """`row` has the product's columns, `offered` those of each variant that is offered (at least one).

    In another language than the first, `said_options`, `said_specifications` and `said_pictures` of the row have its phrases.
    """
    by_image = {remembered.get("id"): place for place, remembered in enumerate(row["pictures"])}
    variants = tuple(_variant(variant, by_image, row.get("said_options")) for variant in offered)
    in_stock = any(variant.can_buy for variant in variants)
    compare_at = Money(row["compare_at"], row["currency"]) if row["compare_at"] is not None else None
    kind = cards.badge(can_buy=in_stock, reduced=compare_at is not None, made=row["created_at"])
    return ProductShown(
        id=row["pk"],
        slug=row["slug"],
        path=product_path(row["slug"]),
        title=row["title"],
        blurb=row["blurb"],
        description=description.for_page(row["description"]),
        vendor=row["vendor"],
        price=Money(row["price_from"], row["currency"]),
        from_price=row["price_varies"],
        compare_at=compare_at,
        badge=kind,
        badge_text=cards.badge_text(kind),
        in_stock=in_stock,
        pictures=_pictures(row),
        options=_options(row, variants),
        variants=variants,
        chosen=next((variant for variant in variants if variant.can_buy), variants[0]),
        specifications=specifications.read(
            specifications.said_in(row["specifications"], row.get("said_specifications"))
        ),
        crumbs=_crumbs(row),
        related=beside.related,
        accessories=beside.accessories,
        spare_parts=beside.spare_parts,
        made_for=beside.made_for,
        seo_title=row["seo_title"] or row["title"],
        seo_description=row["seo_description"] or row["blurb"],
        changed_at=row["changed_at"],
    )


def _pictures(row: dict[str, Any]) -> tuple[Picture, ...]:
    alts = row.get("said_pictures")
    return tuple(pictures.shown(remembered, alts) for remembered in row["pictures"]) or (pictures.first([]),)


def _variant(row: dict[str, Any], by_image: dict[Any, int], words: dict[str, str] | None) -> VariantShown:
    counted = {"tracked": row["tracked"], "oversell": row["oversell"], "stock": row["stock"]}
    found = stock.availability(**counted)
    values = tuple(said(value, words) for value in (row["option1"], row["option2"], row["option3"]) if value)
    reduced = row["compare_at"] is not None and row["compare_at"] > row["price"]
    return VariantShown(
        id=row["pk"],
        ref=row["ref"],
        sku=row["sku"],
        title=" / ".join(values),
        values=values,
        price=Money(row["price"], row["currency"]),
        compare_at=Money(row["compare_at"], row["currency"]) if reduced else None,
        availability=found,
        stock_words=stock.words(found, row["stock"]),
        most=stock.most(**counted),
        weight_grams=row["weight_grams"],
        gtin=row["barcode"],
        picture=by_image.get(row["picture_id"]) if row["picture_id"] else None,
    )


def _options(row: dict[str, Any], variants: tuple[VariantShown, ...]) -> tuple[OptionShown, ...]:
    words = row.get("said_options")
    names = [said(row[f"option{place}_name"], words) for place in (1, 2, 3) if row[f"option{place}_name"]]
    answers = [[variant.values[place] for variant in variants if place < len(variant.values)] for place in range(3)]
    return tuple(
        OptionShown(name, tuple(dict.fromkeys(answers[place]))) for place, name in enumerate(names) if answers[place]
    )


def _crumbs(row: dict[str, Any]) -> tuple[Crumb, ...]:
    crumbs = [Crumb(gettext("Home"), home_path())]
    if row["main_category__published"]:
        crumbs.append(Crumb(row["main_category__name"], category_path(row["main_category__slug"])))
    return tuple(crumbs)
