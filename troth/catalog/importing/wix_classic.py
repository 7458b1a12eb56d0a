"""Wix's product table of the classic catalogue ("handleId", "surcharge")."""

from __future__ import annotations

from decimal import Decimal
from html import escape

from django.utils.translation import gettext as _

from . import wix
from .cells import Cells
from .grouping import Group
from .imported import ImportedProduct, Value
from .layout import WIX_OPTIONS, Layout
from .offers import Offer, in_minor_units, option_columns, told_apart
from .product_cells import described, specification_lines
from .source import Source

_DEAREST = 1_000_000_000

LAYOUT = Layout(
    name="Wix, “handleId”",
    needs=frozenset(("handleid", "fieldtype", "name")),
    words={
        "handleid": "handle",
        "fieldtype": "row_kind",
        "name": "title",
        "description": "body",
        "productimageurl": "image",
        "collection": "type",
        "sku": "sku",
        "price": "price",
        "surcharge": "surcharge",
        "visible": "published",
        "discountmode": "discount_mode",
        "discountvalue": "discount_value",
        "inventory": "quantity",
        "weight": "weight",
        "brand": "vendor",
        **{f"productoptionname{n}": f"option{n}_name" for n in WIX_OPTIONS},
        **{f"productoptiontype{n}": f"option{n}_type" for n in WIX_OPTIONS},
        **{f"productoptiondescription{n}": f"option{n}_choices" for n in WIX_OPTIONS},
        **{f"additionalinfotitle{n}": f"more{n}_title" for n in WIX_OPTIONS},
        **{f"additionalinfodescription{n}": f"more{n}_text" for n in WIX_OPTIONS},
    },
    silent={"surcharge": frozenset(("0", "0.0", "0.00"))},
)


def product(found: Group, source: Source) -> ImportedProduct:
    first = found.rows[0]
    names = wix.option_names(found)
    fields = wix.title_fields(first) | option_columns([name for _place, name in names], first)
    if first.has("body"):
        fields["description"] = described(first, "body", _whole_text(first))
    if table := specification_lines(first, source.understood.specifications):
        from troth.catalog import specifications

        fields["specifications"] = specifications.write(table)
    title = str(fields["title"])
    return ImportedProduct(
        handle=found.handle,
        fields=fields,
        categories=tuple(dict.fromkeys(name[:120] for name in wix.listed(first.text("type"))))
        if first.has("type")
        else None,
        variants=told_apart(_offers(found, names, source.currency)),
        images=wix.images(found),
        rows=tuple(cells.number for cells in found.rows),
        address=next(iter(wix.old_addresses(title)[::-1]), ""),
        former=wix.old_addresses(title),
    )


def _whole_text(first: Cells) -> str:
    """The description, and below it the tabs a product's page had ("Care", "Shipping")."""
    parts = [first.text("body")]
    for place in WIX_OPTIONS:
        title, text = first.text(f"more{place}_title"), first.text(f"more{place}_text")
        if title:
            parts.append(f"<h3>{escape(title, quote=False)}</h3>")
        if text:
            parts.append(text if "<" in text else f"<p>{escape(text, quote=False)}</p>")
    if len(parts) > 1 and parts[0] and "<" not in parts[0]:
        parts[0] = f"<p>{escape(parts[0], quote=False)}</p>"
    return "".join(parts)


def _offers(found: Group, names: list[tuple[int, str]], currency: str) -> list[Offer]:
    first, rows = found.rows[0], wix.of_kind(found, "variant")
    if not rows:
        made = wix.made_from_options(found, names)
        return [Offer(values, first, _fields(first, first, currency) | stock) for values, stock in made]
    if first.text("sku"):
        first.say("sku", _("The product has variants with numbers of their own; the number of the whole was left out."))
    return [Offer(wix.answers(cells, names), cells, _fields(cells, first, currency) | _stock(cells)) for cells in rows]


def _stock(cells: Cells) -> dict[str, Value]:
    return wix.stock(cells) if cells.has("quantity") else {}


def _fields(cells: Cells, first: Cells, currency: str) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    if cells.has("sku"):
        fields["sku"] = cells.text("sku", 255)
    if cells.has("weight"):
        fields["weight_grams"] = wix.weight(cells if cells.raw("weight") else first)
    if first.has("price"):
        fields |= _price(cells, first, currency)
    if cells is not first and cells.has("published") and cells.yes("published") is False:
        fields["offered"] = False
    return fields


def _price(cells: Cells, first: Cells, currency: str) -> dict[str, Value]:
    """The product's price, plus the variant's surcharge, less the product's discount."""
    base = first.number_of("price", _DEAREST)
    if base is None:
        cells.say("price", _("No price: the variant is kept, but not offered until it has one."))
        return {"price": None, "compare_at": None}
    full = base if cells is first else base + (cells.number_of("surcharge", _DEAREST) or 0)
    if full < 0:
        cells.say("surcharge", _("The price would be below zero; taken as 0."))
        full = Decimal(0)
    reduced = _reduced(full, first)
    return {
        "price": in_minor_units(reduced, currency),
        "compare_at": in_minor_units(full, currency) if reduced < full else None,
    }


def _reduced(full: Decimal, first: Cells) -> Decimal:
    value, mode = first.number_of("discount_value", _DEAREST), first.text("discount_mode").casefold()
    if value is None or value <= 0:
        return full
    if mode == "percent":
        return max(Decimal(0), full * (100 - value) / 100)
    if mode == "amount":
        return max(Decimal(0), full - value)
    first.say("discount_mode", _("Neither PERCENT nor AMOUNT; the discount was left out."))
    return full
