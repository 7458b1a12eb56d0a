"""The sample catalogue: what a new shop shows before it has goods of its own.

    load() -> Loaded              puts it into the shop; what is there already is left as it is
    catching_up.add_words(…)      gives a sample of before a language its words in it

`catalogue.yaml` holds the words, prices and numbers, `catalogue.<language>.yaml` the words of another language (see
`words`), `pictures/` the drawings, which are served as static files under `catalog/sample/`. All of it was made for this
project.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update

from troth.catalog import description, specifications
from troth.catalog.models import Category, Product, ProductImage, RelatedProduct, Relation, Status, Variant
from troth.catalog.money import minor_units

from . import words

FOLDER = Path(__file__).parent
CURRENCY = "USD"
MAKER = "Cellorama"
STATIC = "catalog/sample"
HANDLES = "sample/"  # not what another shop's export could have, so that an import never overwrites the sample
# One product in a dozen counts as new, so that the shop has some news to show.
_NEWS_EVERY = 12


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many were added, and the slugs that were taken by somebody else's product and left alone."""

    categories: int
    products: int
    left_alone: tuple[str, ...]


def load() -> Loaded:
    """Add what is missing, in one transaction (a second or so the first time, one query after that)."""
    told = read()
    wanted = {_handle(product["slug"]) for product in told["products"]}
    here = set(Product.objects.filter(handle__in=wanted).values_list("handle", flat=True))
    if here == wanted:
        return Loaded(0, 0, ())
    with transaction.atomic(), disable_reference_index_auto_update():
        made, categories = _categories(told["categories"])
        taken = set(Product.objects.values_list("slug", flat=True))
        now = timezone.now()
        new: dict[str, Product] = {}
        for place, product in enumerate(told["products"]):
            if _handle(product["slug"]) not in here and product["slug"] not in taken:
                new[product["slug"]] = _add(product, place, categories, now)
        _relate(told["products"], new)
        words.add(new, categories)
    missing = wanted - here - {product.handle for product in new.values()}
    return Loaded(made, len(new), tuple(sorted(handle.partition("/")[2] for handle in missing)))


def read() -> dict[str, Any]:
    """The catalogue as it is written."""
    with (FOLDER / "catalogue.yaml").open(encoding="utf-8") as file:
        return words.parsed(file)


def _handle(slug: str) -> str:
    return f"{HANDLES}{slug}"


def _categories(told: list[dict[str, str]]) -> tuple[int, dict[str, Category]]:
    made, categories = 0, {}
    for place, category in enumerate(told, 1):
        categories[category["slug"]], new = Category.objects.get_or_create(
            slug=category["slug"],
            defaults={"name": category["name"], "blurb": category["blurb"], "position": place},
        )
        made += new
    return made, categories


def _add(told: dict[str, Any], place: int, categories: dict[str, Category], now: datetime) -> Product:
    options = dict(zip(("option1_name", "option2_name", "option3_name"), told["options"], strict=False))
    age = timedelta(days=1) if place % _NEWS_EVERY == 0 else timedelta(days=90)
    product = Product(
        slug=told["slug"],
        handle=_handle(told["slug"]),
        title=told["title"],
        blurb=told["blurb"],
        description=description.from_markdown(told["description"]),
        vendor=MAKER,
        keywords=told.get("keywords", ""),
        specifications=specifications.write(told.get("specs") or {}),
        status=Status.PUBLISHED,
        featured=told.get("featured", False),
        position=place,
        created_at=now - age - timedelta(hours=place),
        **options,
    )
    product.variants = [_variant(variant, order) for order, variant in enumerate(told["variants"])]
    product.images = [ProductImage(drawn=f"{STATIC}/{told['picture']}", alt=told.get("picture_alt", ""))]
    product.categories = [categories[slug] for slug in told["categories"]]
    product.save()
    return product


def _variant(told: dict[str, Any], order: int) -> Variant:
    answers = dict(zip(("option1", "option2", "option3"), told.get("options") or (), strict=False))
    compare_at = told.get("compare_at")
    return Variant(
        sku=told["sku"],
        price=minor_units(str(told["price"]), CURRENCY),
        currency=CURRENCY,
        compare_at=minor_units(str(compare_at), CURRENCY) if compare_at else None,
        stock=told.get("stock") or 0,
        tracked=told.get("stock") is not None,
        weight_grams=told.get("weight_grams", 0),
        sort_order=order,
        **answers,
    )


def _beside(product: dict[str, Any]) -> list[tuple[str, Relation]]:
    """Accessories first, then what only goes with it."""
    parts = [(other, Relation.ACCESSORY) for other in product.get("accessories") or ()]
    return parts + [(other, Relation.RELATED) for other in product.get("related") or ()]


def _relate(told: list[dict[str, Any]], new: dict[str, Product]) -> None:
    RelatedProduct.objects.bulk_create(
        RelatedProduct(product=new[product["slug"]], other=new[other], kind=kind, sort_order=order)
        for product in told
        if product["slug"] in new
        for order, (other, kind) in enumerate(_beside(product))
        if other in new
    )
