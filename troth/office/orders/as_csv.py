"""The figures of orders as lines of a CSV file, one at a time. No cell of theirs is run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from troth.catalog.exporting.guard import guarded_throughout
from troth.orders.desk import OrderFigures

CSV: Final = "text/csv; charset=utf-8"
BOM: Final = "\ufeff"  # makes spreadsheets read it as UTF-8
HEADS: Final[tuple[str | Promise, ...]] = (
    _("Order"),
    _("Former number"),
    _("Placed"),
    _("State"),
    _("Held back"),
    _("Came"),
    _("Shipping method"),
    _("Currency"),
    pgettext_lazy("column of amounts", "Goods"),
    _("Discount"),
    _("Shipping"),
    _("Tax"),
    _("Total"),
    _("Given back"),
)


class _Line:
    """What `csv` writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line


def lines_of(rows: Iterable[OrderFigures]) -> Iterator[str]:
    """With a heading. Times are those of the shop's time zone, amounts plain numbers beside their currency."""
    out = csv.writer(_Line())
    yield BOM + out.writerow([guarded_throughout(str(head)) for head in HEADS])
    for row in rows:
        yield out.writerow(_cells(row))


def _cells(row: OrderFigures) -> list[str]:
    texts = (
        row.number,
        row.reference,
        timezone.localtime(row.placed_at).strftime("%Y-%m-%d %H:%M"),
        str(row.status.label),
        str(_("yes")) if row.held else "",
        str(row.origin.label),
        row.method,
        row.currency,
    )
    amounts = (row.goods, row.discount, row.shipping, row.tax, row.total, row.back)
    return [*(guarded_throughout(text) for text in texts), *(amount.plain for amount in amounts)]
