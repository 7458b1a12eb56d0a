"""What a row of WooCommerce's table says of the one thing it sells: price, sale, stock, weight."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from .cells import LARGEST_STOCK, Cells
from .imported import Value
from .offers import grams, is_unit_of_weight
from .source import Source
from .tax_classes import of_woocommerce
from .woocommerce_columns import unit_in

_NOT_SENT: Final = frozenset(("virtual", "downloadable"))
_PARTS: Final = re.compile(r"(?<!\\),")  # WC_CSV_Exporter escapes commas inside a part as "\,"


def kinds(cells: Cells) -> set[str]:
    return {part.casefold() for part in listed(cells.text("row_kind"))}


def listed(cell: str) -> list[str]:
    """Parts of a cell with commas between them; a comma inside a part is written "\\,"."""
    parts = (part.replace("\\,", ",").strip() for part in _PARTS.split(cell))
    return [part for part in parts if part]


def variant(cells: Cells, first: Cells, source: Source) -> dict[str, Value]:
    fields = of_woocommerce(cells, first, source.classes)
    for word, longest in (("sku", 255), ("barcode", 64)):
        if cells.has(word):
            fields[word] = cells.text(word, longest)
    if cells.has("price"):
        fields |= _price(cells, source.currency)
    if cells.has("weight"):
        fields["weight_grams"] = _weight(cells if cells.raw("weight") else first)
    if first.has("row_kind"):
        fields["shipped"] = not (kinds(cells) & _NOT_SENT)
    if cells is not first and cells.has("published") and cells.text("published") not in ("", "1"):
        fields["offered"] = False
    return fields | _stock(cells, first)


def _weight(cells: Cells) -> int:
    unit = unit_in(cells.columns["weight"])
    if is_unit_of_weight(unit):
        return grams(cells, "weight", unit)
    cells.report.note(
        _("“%(unit)s” is not a unit we know; weights were left out.") % {"unit": unit[:20]},
        column=cells.columns["weight"],
    )
    return 0


def _price(cells: Cells, currency: str) -> dict[str, Value]:
    regular, sale = cells.amount("price", currency), cells.amount("sale_price", currency)
    if sale is not None and not _on_sale_now(cells):
        cells.say("sale_price", _("The sale is not on today; the regular price was taken."))
        sale = None
    price = regular if sale is None else sale
    if price is None:
        cells.say("price", _("No price: the variant is kept, but not offered until it has one."))
    return {
        "price": price,
        "compare_at": regular if sale is not None and regular is not None and sale < regular else None,
    }


def _on_sale_now(cells: Cells) -> bool:
    starts, ends = _moment(cells.text("sale_starts")), _moment(cells.text("sale_ends"), last=True)
    now = timezone.now()
    return (starts is None or starts <= now) and (ends is None or now <= ends)


def _moment(cell: str, *, last: bool = False) -> datetime | None:
    try:
        whole = parse_datetime(cell)
        day = parse_date(cell) if whole is None else None
    except ValueError:
        return None
    if day is not None:
        whole = datetime(day.year, day.month, day.day, *((23, 59, 59) if last else ()))
    if whole is None:
        return None
    return timezone.make_aware(whole) if timezone.is_naive(whole) else whole


def _stock(cells: Cells, first: Cells) -> dict[str, Value]:
    """Blank stock is not counted, unless the file says that there is none."""
    fields: dict[str, Value] = {}
    if cells.has("policy"):
        fields["oversell"] = cells.text("policy").casefold() in ("1", "yes", "notify", "true")
    if not (cells.has("quantity") or cells.has("in_stock")):
        return fields
    if cells.text("quantity") == "parent":
        cells.say("quantity", _("The stock is counted with the product as a whole; here it is not counted."))
        return fields | {"tracked": False, "stock": 0}
    quantity = cells.whole("quantity", LARGEST_STOCK)
    if quantity is None:
        return fields | {"tracked": cells.text("in_stock") == "0", "stock": 0}
    if quantity < 0 and not fields.get("oversell"):
        cells.say("quantity", _("Less than nothing in stock; taken as 0."))
        quantity = 0
    return fields | {"tracked": True, "stock": quantity}
