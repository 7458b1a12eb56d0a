"""How many of a line are back on the shelf, by whichever way: never more than were bought. What was taken out never left it."""

from __future__ import annotations

from django.db.models import F, Sum

from .models import OrderLine, RefundLine, ReturnLine
from .models.refund import Why


def so_far(line: int) -> int:
    """`line`: its id. Three queries; ask with the order held, so that nobody adds to it meanwhile."""
    came_back = RefundLine.objects.filter(line=line).exclude(refund__why=Why.TAKEN_OUT)
    with_refunds = came_back.aggregate(many=Sum(F("quantity") - F("gone")))["many"] or 0
    with_returns = ReturnLine.objects.filter(line=line).aggregate(many=Sum("restocked"))["many"] or 0
    return with_refunds + with_returns + sum(OrderLine.objects.filter(pk=line).values_list("out", flat=True))
