"""The provider says that a difference was paid: the replacement becomes the order's, once, whatever words follow."""

from __future__ import annotations

from enum import StrEnum

from django.utils import timezone

from .. import moving as orders_moving
from .. import states
from ..errors import NotEnoughLeft, NotPossible
from ..models import Difference, Order, Payment, ReturnLine, ReturnRequest
from ..models.order import By, What
from ..models.returning import Owed
from . import moving, replacements
from .difference import as_taken
from .replacements import Replacement
from .states import Returning


class Done(StrEnum):
    EXCHANGED = "exchanged"
    PAID_ALREADY = "paid_already"
    TOO_LATE = "too_late"  # let go meanwhile, and the goods are gone or the return went another way


def settle(order: Order, payment: Payment) -> Done:
    """Inside the transaction of the provider's word, the order held by it.

    What is kept back is theirs, whatever became of the product since. What was let go is taken once more if it is there.
    """
    asked = Difference.objects.select_related("request").get(payments=payment)
    back = ReturnRequest.objects.get(pk=asked.request_id)
    if asked.state == Owed.PAID:
        return Done.PAID_ALREADY
    waits = asked.state == Owed.WAITING
    if order.status not in states.MORE_TO_SEND or not (waits or back.state == Returning.RECEIVED):
        return Done.TOO_LATE
    try:
        found = _chosen(asked)
        from_where = as_taken(asked) if waits else replacements.reserve(found)
    except (NotEnoughLeft, NotPossible):
        return Done.TOO_LATE
    orders_moving.more_to_send(order)
    now = timezone.now()
    replacements.write(order, found, from_where)
    Difference.objects.filter(pk=asked.pk).update(state=Owed.PAID, ended_at=now)
    moving.advance(order, back, Returning.EXCHANGED, By.PROVIDER, What.EXCHANGED, ended_at=now)
    return Done.EXCHANGED


def _chosen(asked: Difference) -> list[Replacement]:
    """As the customer was told: not weighed again, so a price that changed since changes nothing."""
    lines = {each.pk: each for each in ReturnLine.objects.filter(request=asked.request_id).select_related("line")}
    told = {line: variant for line, variant, _extra in asked.chosen}
    fresh = replacements.weigh(asked.request.order, [lines[line] for line in told], told)
    extras = {line: extra for line, _variant, extra in asked.chosen}
    return [Replacement(each.line, each.new, each.title, extras[each.line.pk], each.paid) for each in fresh]
