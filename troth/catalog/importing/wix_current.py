"""Wix's product table of the current catalogue ("handle", "fieldType"): prices of variants are whole prices here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from troth.catalog import specifications

from . import wix
from .cells import Cells
from .grouping import Group
from .imported import ImportedProduct, Value
from .layout import WIX_OPTIONS, Layout
from .offers import Offer, option_columns, told_apart
from .product_cells import described, specification_lines
from .source import Source

LAYOUT = Layout(
    name="Wix, “fieldType”",
    needs=frozenset(("handle", "fieldtype", "name")),
    words={
        "handle": "handle",
        "fieldtype": "row_kind",
        "name": "title",
        "visible": "published",
        "plaindescription": "body",
        "categoryslugs": "type",
        "primarycategoryslug": "product_category",
        "media": "image",
        "mediaalttext": "image_alt",
        "brand": "vendor",
        "price": "price",
        "strikethroughprice": "compare_at",
        "inventory": "quantity",
        "preorderenabled": "policy",
        "sku": "sku",
        "barcode": "barcode",
        "weight": "weight",
        **{f"productoptionname{n}": f"option{n}_name" for n in WIX_OPTIONS},
        **{f"productoptiontype{n}": f"option{n}_type" for n in WIX_OPTIONS},
        **{f"productoptionchoices{n}": f"option{n}_choices" for n in WIX_OPTIONS},
    },
)


def product(found: Group, source: Source) -> ImportedProduct:
    first = found.rows[0]
    names = wix.option_names(found)
    fields = wix.title_fields(first) | option_columns([name for _place, name in names], first)
    if first.has("body"):
        fields["description"] = described(first, "body", first.text("body"))
    if table := specification_lines(first, source.understood.specifications):
        fields["specifications"] = specifications.write(table)
    return ImportedProduct(
        handle=found.handle,
        fields=fields,
        categories=_categories(first),
        variants=told_apart(_offers(found, names, source.currency)),
        images=wix.images(found),
        rows=tuple(cells.number for cells in found.rows),
        former=(found.handle,),
    )


def _categories(first: Cells) -> tuple[str, ...] | None:
    """The file has addresses of categories only; their names are made from those: "wedding-rings" → "Wedding rings"."""
    if not (first.has("type") or first.has("product_category")):
        return None
    slugs = [first.text("product_category"), *wix.listed(first.text("type"))]
    names = (slug.replace("-", " ").strip()[:120] for slug in slugs if slug)
    return tuple(dict.fromkeys(name[:1].upper() + name[1:] for name in names if name))


def _offers(found: Group, names: list[tuple[int, str]], currency: str) -> list[Offer]:
    first, rows = found.rows[0], wix.of_kind(found, "variant")
    if not rows:
        made = wix.made_from_options(found, names)
        return [Offer(values, first, _fields(first, first, currency) | stock) for values, stock in made]
    for word in ("sku", "barcode"):
        if first.text(word):
            first.say(
                word, _("The product has variants with numbers of their own; the number of the whole was left out.")
            )
    return [_offer(cells, first, names, currency) for cells in rows]


def _offer(cells: Cells, first: Cells, names: list[tuple[int, str]], currency: str) -> Offer:
    fields = _fields(cells, first, currency) | (wix.stock(cells) if cells.has("quantity") else {})
    shown = next((url for url, _alt in wix.pictures(cells, "image", "", cells.report)), "")
    return Offer(wix.answers(cells, names), cells, fields, shown)


def _fields(cells: Cells, first: Cells, currency: str) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    for word, longest in (("sku", 255), ("barcode", 64)):
        if cells.has(word):
            fields[word] = cells.text(word, longest)
    if cells.has("weight"):
        fields["weight_grams"] = wix.weight(cells if cells.raw("weight") else first)
    priced = cells if cells.raw("price") else first
    if first.has("price"):
        fields["price"] = priced.amount("price", currency)
        if fields["price"] is None:
            cells.say("price", _("No price: the variant is kept, but not offered until it has one."))
    if first.has("compare_at"):
        fields["compare_at"] = priced.amount("compare_at", currency) or None
    if first.has("policy"):
        fields["oversell"] = (cells if cells.raw("policy") else first).yes("policy") is True
    if cells is not first and cells.has("published") and cells.yes("published") is False:
        fields["offered"] = False
    return fields
