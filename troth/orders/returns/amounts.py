"""What a return is worth: what was paid for the things, and of what sending cost as much as the shop's rule says.

Shares are cut so that all of them together are exactly what was paid, in whatever order things come back.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from troth.catalog.money import Money

from ..models import Order, OrderLine, Refund, RefundLine, ReturnLine, ReturnRequest
from ..models.refund import CLAIMS, Why
from ..models.returning import Condition
from ..prices.sending import by_rate
from .states import Returning


def suggested(back: ReturnRequest) -> Money:
    """What the desk is proposed to give back for what arrived. Asks a handful of queries."""
    order = back.order
    lines = [*order.lines.select_related("replaces")]
    before, now = _paid_back(back, lines), _quantities(back.lines.exclude(condition=Condition.MISSING))
    goods = sum(of_line(order, line, now.get(line.pk, 0), before.get(line.pk, 0)) for line in lines)
    return Money(goods + sending(back), order.currency)


def sending(back: ReturnRequest) -> int:
    """What of the cost of sending goes back with it, after the returns that were paid before it. Minor units."""
    order = back.order
    lines = [*order.lines.select_related("replaces")]
    before, now = _paid_back(back, lines), _quantities(back.lines.exclude(condition=Condition.MISSING))
    after = {line.pk: before.get(line.pk, 0) + now.get(line.pk, 0) for line in lines}
    earlier = _sending(order, lines, before)
    # What was taken out is told by `sending_left`; what came back before took its share beside.
    returned = earlier - _sending(order, lines, {line.pk: line.out for line in lines})
    return max(0, min(_sending(order, lines, after) - earlier, sending_left(order) - returned))


def sending_left(order: Order) -> int:
    """Of what was paid for sending, tax included, what did not go back when something was taken out. Minor units."""
    bought = [line for line in order.lines.select_related("replaces") if getattr(line, "replaces", None) is None]
    given = Refund.objects.filter(payment__order=order, why=Why.SENDING, state__in=CLAIMS)
    return max(0, _cost_of_sending(order, bought) - sum(given.values_list("amount", flat=True)))


def sending_by_rate(order: Order) -> dict[int, int]:
    """What was paid for sending, tax included, by the rate of the tax that fell on it."""
    lines = [line for line in order.lines.select_related("replaces") if getattr(line, "replaces", None) is None]
    taxes = [(tax.rate, tax.base + tax.amount) for tax in order.taxes.all()]
    goods = [(line.tax_rate, _paid_for(order, line)) for line in lines]
    return by_rate(taxes, goods, _cost_of_sending(order, lines))


def of_line(order: Order, line: OrderLine, quantity: int, before: int = 0) -> int:
    """Minor units for `quantity` of a line, after `before` of it were paid back already."""
    paid = _paid_for(order, line)
    return paid * (before + quantity) // line.quantity - paid * before // line.quantity


def _paid_for(order: Order, line: OrderLine) -> int:
    """All of a line, after its discount and with the tax on top. A replacement is worth what it stands for."""
    stands_for: ReturnLine | None = getattr(line, "replaces", None)
    if stands_for is not None:
        return stands_for.worth
    return line.total - line.discount + (line.tax if order.tax else 0)


def _sending(order: Order, lines: Iterable[OrderLine], gone: dict[int, int]) -> int:
    """What of the cost of sending goes back once so much of each line is back."""
    lines = [*lines]
    bought = [line for line in lines if getattr(line, "replaces", None) is None]
    gone = _as_bought(lines, gone)
    cost = _cost_of_sending(order, bought)
    rule = settings.TROTH.return_shipping
    if rule == "with_all":
        return cost if all(gone.get(line.pk, 0) >= line.quantity for line in bought) else 0
    if rule == "share":
        whole = sum(_paid_for(order, line) for line in bought)
        share = sum(of_line(order, line, min(gone.get(line.pk, 0), line.quantity)) for line in bought)
        return cost * share // whole if whole else 0
    return 0


def _cost_of_sending(order: Order, bought: Iterable[OrderLine]) -> int:
    """As it was paid: after what was taken off it, with the tax on top."""
    bought = [*bought]
    off = max(0, order.discount - sum(line.discount for line in bought))
    on_top = order.tax - sum(line.tax for line in bought) if order.tax else 0
    return max(0, order.shipping - off + on_top)


def _as_bought(lines: Iterable[OrderLine], gone: dict[int, int]) -> dict[int, int]:
    """A replacement that comes back counts as the thing it replaced."""
    told = dict(gone)
    for line in sorted(lines, key=lambda each: -each.pk):
        if (stands_for := getattr(line, "replaces", None)) is not None:
            told[stands_for.line_id] = told.get(stands_for.line_id, 0) + told.get(line.pk, 0)
    return told


def _paid_back(back: ReturnRequest, lines: Iterable[OrderLine]) -> dict[int, int]:
    """With the others of the order (of one that is paid itself, those before it), and what was made good without a return."""
    found = ReturnLine.objects.filter(request__order=back.order_id, request__state=Returning.PAID)
    if back.state == Returning.PAID:
        found = found.filter(request__ended_at__lt=back.ended_at)
    told = _quantities(found.exclude(request=back.pk).exclude(condition=Condition.MISSING))
    made_good = _made_good(back.order, back.refund_id if back.state == Returning.PAID else None)
    return {line.pk: told.get(line.pk, 0) + made_good.get(line.pk, 0) for line in lines}


def paid_back(order: Order) -> dict[int, int]:
    """How many of each line (by its id) money went back for, by whichever way."""
    found = ReturnLine.objects.filter(request__order=order, request__state=Returning.PAID)
    told, made_good = _quantities(found.exclude(condition=Condition.MISSING)), _made_good(order)
    return {line: told.get(line, 0) + made_good.get(line, 0) for line in {*told, *made_good}}


def _made_good(order: Order, before: int | None = None) -> dict[int, int]:
    """Without a return: what was taken out, or never came. `before`: a refund; what money went back for earlier."""
    named = RefundLine.objects.filter(line__order=order, refund__state__in=CLAIMS)
    if before is not None:
        named = named.filter(refund__lt=before)
    told = _quantities(named.exclude(refund__why=Why.TAKEN_OUT))
    for line, many in order.lines.exclude(out=0).values_list("pk", "out"):
        told[line] = told.get(line, 0) + many
    return told


def _quantities(lines: Iterable[ReturnLine | RefundLine]) -> dict[int, int]:
    told: dict[int, int] = {}
    for each in lines:
        told[each.line_id] = told.get(each.line_id, 0) + each.quantity
    return told
