"""The feed for Google Merchant Center: RSS 2.0 with Google's attributes, one item for every variant that is offered.

Source of the attributes: support.google.com/merchants/answer/7052112 (product data specification).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from html import unescape
from typing import IO, Any, Final
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import QuerySet
from django.utils.html import strip_tags

from troth.catalog import pictures, stock
from troth.catalog.addresses import product_path
from troth.catalog.models import Status, Variant
from troth.catalog.money import Money
from troth.catalog.shown import Availability
from troth.catalog.words import phrases, reading, spoken

_LONGEST_ID: Final = 50
_LONGEST_TITLE: Final = 150
_LONGEST_TEXT: Final = 5000
_MORE_PICTURES: Final = 10
_VALID_XML: Final = {code: " " for code in range(32) if code not in (9, 10, 13)}
# "Made to order" has no date here, and Google wants one for "backorder": such an item is out of stock to Google.
_AVAILABLE: Final = {Availability.IN_STOCK: "in_stock", Availability.FEW_LEFT: "in_stock"}
_TEXTS: Final = ("title", "blurb", "description")
_KINDS: Final = {
    "color": frozenset(("color", "colour", "farbe", "couleur")),
    "size": frozenset(("size", "größe", "groesse", "taille")),
    "material": frozenset(("material", "matériau", "matière")),
}
_COLUMNS: Final = (
    *("ref", "sku", "barcode", "option1", "option2", "option3", "price", "currency", "compare_at"),
    *("stock", "tracked", "oversell", "weight_grams", "picture_id"),
    *("product__slug", "product__title", "product__blurb", "product__description", "product__vendor"),
    *("product__option1_name", "product__option2_name", "product__option3_name", "product__pictures"),
    *("product__main_category__name", "product__price_varies", "product_id"),
)


def feed(file: IO[str], name: str) -> int:
    """Write the feed of the shop called `name` in the active language; how many items it has. One query, rows streamed."""
    file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    file.write('<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>\n')
    file.write(f"<title>{_text(name)}</title><link>{_text(settings.TROTH.base_url)}/</link>")
    file.write(f"<description>{_text(name)}</description>\n")
    count = 0
    for item in items():
        file.write("<item>" + "".join(f"<g:{key}>{_text(value)}</g:{key}>" for key, value in item) + "</item>\n")
        count += 1
    file.write("</channel></rss>\n")
    return count


def items() -> Iterator[list[tuple[str, str]]]:
    """(attribute, value) of each item, in the specification's order."""
    rows = Variant.objects.filter(offered=True, product__status=Status.PUBLISHED).order_by(
        "product_id", "sort_order", "pk"
    )
    language = spoken()
    told = _beside(rows, language) if language else rows.values(*_COLUMNS)
    for row in told.iterator(chunk_size=1000):
        yield [(key, value) for key, value in _item(_said(row) if language else row) if value]


def _beside(rows: QuerySet[Variant], language: str) -> QuerySet[Variant, dict[str, Any]]:
    shelf, name = "product__main_category__", "said_of_shelf"
    joined = reading.beside(reading.beside(rows, language, "product__"), language, shelf, name)
    texts = {f"said_{each}": reading.told(each, "product__") for each in _TEXTS}
    return joined.values(*_COLUMNS, f"{reading.SAID}__options", **texts, said_shelf=reading.told("name", shelf, name))


def _said(row: dict[str, Any]) -> dict[str, Any]:
    """The row with the words of the language in the places of the first one's. Google knows kinds of options by their
    names in any language, so those stay."""
    options = row[f"{reading.SAID}__options"]
    said = {f"option{place}": phrases.said(row[f"option{place}"], options) for place in (1, 2, 3)}
    said |= {f"product__{each}": row[f"said_{each}"] for each in _TEXTS}
    return row | said | {"product__main_category__name": row["said_shelf"]}


def _item(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    values = [row[f"option{place}"] for place in (1, 2, 3) if row[f"option{place}"]]
    available = stock.availability(tracked=row["tracked"], oversell=row["oversell"], stock=row["stock"])
    yield "id", str(row["ref"])
    yield "title", ", ".join((row["product__title"], *values))[:_LONGEST_TITLE]
    yield "description", _plain(row["product__description"]) or row["product__blurb"] or row["product__title"]
    yield "link", f"{settings.TROTH.base_url}{product_path(row['product__slug'])}?variant={row['ref']}"
    yield from _images(row)
    yield "availability", _AVAILABLE.get(available, "out_of_stock")
    yield from _prices(row)
    yield from _identifiers(row)
    yield "condition", "new"
    yield "product_type", row["product__main_category__name"] or ""
    if values:
        yield "item_group_id", _group(row["product__slug"])
    for place in (1, 2, 3):
        kind = row[f"product__option{place}_name"].casefold()
        yield from ((key, row[f"option{place}"]) for key, names in _KINDS.items() if kind in names)
    yield "shipping_weight", f"{row['weight_grams']} g" if row["weight_grams"] else ""


def _images(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    remembered = row["product__pictures"] or []
    chosen = sorted(remembered, key=lambda each: each.get("id") != row["picture_id"] or not row["picture_id"])
    # Those that stand in for a photograph are SVG, which Google does not take (answer/6324350).
    shown = [picture.src for picture in map(pictures.shown, chosen) if not picture.drawn]
    yield from (("image_link", _whole(src)) for src in shown[:1])
    yield from (("additional_image_link", _whole(src)) for src in shown[1 : 1 + _MORE_PICTURES])


def _prices(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    now, former = Money(row["price"], row["currency"]), row["compare_at"]
    if former is not None and former > row["price"]:
        yield "price", f"{Money(former, row['currency']).plain} {row['currency']}"
        yield "sale_price", f"{now.plain} {now.currency}"
    else:
        yield "price", f"{now.plain} {now.currency}"


def _identifiers(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """A number only if its check digit is right: Google rejects the item otherwise (GS1, 7.9)."""
    gtin = row["barcode"] if is_gtin(row["barcode"]) else ""
    yield "brand", row["product__vendor"]
    yield "gtin", gtin
    yield "identifier_exists", "" if gtin else "no"


def is_gtin(code: str) -> bool:
    if len(code) not in (8, 12, 13, 14) or not (code.isascii() and code.isdecimal()):
        return False
    digits = [int(digit) for digit in reversed(code)]
    return sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0


def _group(slug: str) -> str:
    """The slug, or where that is longer than an id may be, a digest of it."""
    return slug if len(slug) <= _LONGEST_ID else hashlib.sha256(slug.encode()).hexdigest()[:_LONGEST_ID]


def _plain(html: str) -> str:
    return " ".join(unescape(strip_tags(html.replace("<", " <"))).split())[:_LONGEST_TEXT]


def _whole(path: str) -> str:
    return settings.TROTH.base_url + path if path.startswith("/") else path


def _text(value: str) -> str:
    return escape(value.translate(_VALID_XML))
