"""The goods that money went back for: a credit note names them, and takes back the tax that fell on them.

An invoice is corrected for what was supplied (Directive 2006/112/EC, Articles 90 and 219): what comes back of one rate says
nothing about the tax of another. What sending cost comes back with the taxes that fell on sending.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from .. import sent_by
from ..models import Order, OrderLine, Refund, RefundLine, ReturnLine, ReturnRequest
from ..models.refund import CLAIMS, Why
from ..models.returning import Condition
from ..prices.split import shares
from ..returns import amounts
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
    """What came back with it, never arrived, or was put back on the shelf. Nothing where only money went back.

    Of several refunds that were decided as one, each takes its share of all of them.
    """
    first = refund.part_of or refund
    parts = [first, *first.parts.order_by("pk")]
    goods = _goods(first, sum(part.amount for part in parts))
    if len(parts) == 1:
        return goods
    mine = [shares(good.gross, [part.amount for part in parts])[parts.index(refund)] for good in goods]
    return tuple(replace(good, gross=gross) for good, gross in zip(goods, mine, strict=True))


def _goods(refund: Refund, amount: int) -> tuple[Good, ...]:
    """`amount`: of all of its parts."""
    back = ReturnRequest.objects.filter(refund=refund).select_related("order").first()
    order = refund.order
    before = _earlier(refund, order)
    if refund.why == Why.SENDING:
        return tuple(_sending(order, amount))
    if back is None:
        named = refund.lines.select_related("line__order")
        return tuple(_good(each.line, each.quantity, before.get(each.line_id, 0)) for each in named)
    lines = back.lines.exclude(condition=Condition.MISSING).select_related("line__order")
    goods = tuple(_good(each.line, each.quantity, before.get(each.line_id, 0)) for each in lines)
    most = amount - sum(good.gross for good in goods)
    return (*goods, *_sending(order, min(amounts.sending(back), most)))


def _earlier(refund: Refund, order: Order) -> dict[int, int]:
    """How many of each line money went back for before."""
    returned = ReturnLine.objects.filter(
        request__order=order, request__state=Returning.PAID, request__refund__lt=refund.pk
    )
    named = RefundLine.objects.filter(line__order=order, refund__lt=refund.pk, refund__state__in=CLAIMS)
    pairs = returned.exclude(condition=Condition.MISSING).values_list("line", "quantity")
    return _added_up([*pairs, *named.values_list("line", "quantity")])


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


def _sending(order: Order, amount: int) -> Iterator[Good]:
    """So much of what sending cost, under each rate as it was taxed then."""
    if amount <= 0:
        return
    rates = amounts.sending_by_rate(order)
    words = sent_by.name_of(order) or gettext("Shipping")
    for rate, gross in zip(rates, shares(amount, [*rates.values()]), strict=True):
        yield Good(words, "", 1, gross, rate, gross)
