"""What of an order can still come back: what was sent, less what comes or came back already."""

from __future__ import annotations

from .. import left
from ..models import Order, ReturnLine
from . import states


def available(order: Order) -> dict[int, int]:
    """How many of each line, by its id. Ask with the order held before anything is promised."""
    rest = left.left(order)
    claimed: dict[int, int] = {}
    rows = ReturnLine.objects.filter(request__order=order, request__state__in=states.CLAIMS)
    for line, quantity in rows.values_list("line", "quantity"):
        claimed[line] = claimed.get(line, 0) + quantity
    return {line.pk: max(line.wanted - rest.get(line.pk, 0) - claimed.get(line.pk, 0), 0) for line in order.lines.all()}
