"""The goods that money went back for: a credit note names them, and takes back the tax that fell on them.

An invoice is corrected for what was supplied (Directive 2006/112/EC, Articles 90 and 219): what comes back of one rate says
nothing about the tax of another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..models import OrderLine, Refund, ReturnLine, ReturnRequest
from ..models.returning import Condition
from ..returns.amounts import of_line
from ..returns.states import Returning


@dataclass(frozen=True, slots=True)
class Good:
    """`gross`: what was paid for so many of them, after discount, tax included (minor units). `rate`: thousandths of a per cent."""

    title: str
    sku: str
    quantity: int
    price: int
    rate: int
    gross: int


def goods_of(refund: Refund) -> tuple[Good, ...]:
    """What came back with it: by a return, or put back on the shelf by the desk. Nothing where only money went back."""
    back = ReturnRequest.objects.filter(refund=refund).first()
    if back is None:
        return tuple(_good(each.line, each.quantity) for each in refund.lines.select_related("line__order"))
    earlier = _earlier(back)
    lines = back.lines.exclude(condition=Condition.MISSING).select_related("line__order")
    return tuple(_good(each.line, each.quantity, earlier.get(each.line_id, 0)) for each in lines)


def _earlier(back: ReturnRequest) -> dict[int, int]:
    """How many of each line were paid back before."""
    found = ReturnLine.objects.filter(
        request__order=back.order_id, request__state=Returning.PAID, request__ended_at__lt=back.ended_at
    )
    return _added_up(found.exclude(condition=Condition.MISSING).values_list("line", "quantity"))


def _added_up(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    told: dict[int, int] = {}
    for line, quantity in pairs:
        told[line] = told.get(line, 0) + quantity
    return told


def _good(line: OrderLine, quantity: int, before: int = 0) -> Good:
    """A replacement carries the tax of what it stands for."""
    stands_for: ReturnLine | None = getattr(line, "replaces", None)
    rate = line.tax_rate if stands_for is None else _bought(stands_for).tax_rate
    return Good(line.title, line.sku, quantity, line.price, rate, of_line(line.order, line, quantity, before))


def _bought(stands_for: ReturnLine) -> OrderLine:
    """What was bought at first, through however many replacements."""
    earlier: ReturnLine | None = getattr(stands_for.line, "replaces", None)
    return stands_for.line if earlier is None else _bought(earlier)
