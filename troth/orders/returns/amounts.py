"""What a return is worth: what was paid for the things, and of what sending cost as much as the shop's rule says.

Shares are cut so that all of them together are exactly what was paid, in whatever order things come back.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from troth.catalog.money import Money

from ..models import Order, OrderLine, ReturnLine, ReturnRequest
from ..models.returning import Condition
from .states import Returning


def suggested(back: ReturnRequest) -> Money:
    """What the desk is proposed to give back for what arrived. Asks a handful of queries."""
    order = back.order
    before, now = _paid_back(order, but=back.pk), _quantities(back.lines.exclude(condition=Condition.MISSING))
    lines = [*order.lines.select_related("replaces")]
    goods = sum(of_line(order, line, now.get(line.pk, 0), before.get(line.pk, 0)) for line in lines)
    after = {line.pk: before.get(line.pk, 0) + now.get(line.pk, 0) for line in lines}
    sending = _sending(order, lines, after) - _sending(order, lines, before)
    return Money(goods + sending, order.currency)


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
    taxed = sum(line.tax for line in bought) if order.tax else 0
    cost = order.shipping + (order.tax - taxed if order.tax else 0)
    rule = settings.TROTH.return_shipping
    if rule == "with_all":
        return cost if all(gone.get(line.pk, 0) >= line.quantity for line in bought) else 0
    if rule == "share":
        whole = sum(_paid_for(order, line) for line in bought)
        share = sum(_paid_for(order, line) * gone.get(line.pk, 0) // line.quantity for line in bought)
        return cost * share // whole if whole else 0
    return 0


def _as_bought(lines: Iterable[OrderLine], gone: dict[int, int]) -> dict[int, int]:
    """A replacement that comes back counts as the thing it replaced."""
    told = dict(gone)
    for line in sorted(lines, key=lambda each: -each.pk):
        if (stands_for := getattr(line, "replaces", None)) is not None:
            told[stands_for.line_id] = told.get(stands_for.line_id, 0) + told.get(line.pk, 0)
    return told


def _paid_back(order: Order, *, but: int) -> dict[int, int]:
    found = ReturnLine.objects.filter(request__order=order, request__state=Returning.PAID)
    return _quantities(found.exclude(request=but).exclude(condition=Condition.MISSING))


def _quantities(lines: Iterable[ReturnLine]) -> dict[int, int]:
    told: dict[int, int] = {}
    for each in lines:
        told[each.line_id] = told.get(each.line_id, 0) + each.quantity
    return told
