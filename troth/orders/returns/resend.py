"""Sending something once more, without charge and without waiting for the first one to come back.

To the books it is an exchange of what was never received: the first thing is claimed, so that it is not sent twice or
given back as well, and the new one stands for what was paid.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext

from .. import moving, restocked, taken
from ..errors import NotPossible, OrderTrouble
from ..models import Order, ReturnLine, ReturnRequest
from ..models.order import By, What
from ..models.returning import BackFor, Condition, Wish
from . import replacements, window
from .available import available
from .states import Returning


class NothingToSendAgain(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext("Choose what is sent again; not more of anything than was sent and was not settled yet.")
        )


def resend(order: Order, wanted: Mapping[int, int], why: BackFor, *, on_shelf: bool = False) -> ReturnRequest:
    """`wanted`: how many of each line of the order, by its id. `on_shelf`: the first ones lie there still, or again.

    Inside the caller's transaction, the order held. Raises NothingToSendAgain, NotEnoughLeft, NotPossible.
    """
    wanted = {line: many for line, many in wanted.items() if many}
    there = available(order)
    if order.status not in window.SENT:
        raise NotPossible
    if not wanted or any(many < 0 or many > there.get(line, 0) for line, many in wanted.items()):
        raise NothingToSendAgain
    request = _written(order, wanted, why, on_shelf)
    if on_shelf:
        _back_on_the_shelf(request)
    found = replacements.weigh(order, request.lines.select_related("line__replaces"), {})
    replacements.write(order, found, replacements.reserve(found))
    if not moving.more_to_send(order):
        raise NotPossible
    moving.note(order, By.STAFF, What.EXCHANGED)
    return request


def _written(order: Order, wanted: Mapping[int, int], why: BackFor, on_shelf: bool) -> ReturnRequest:
    now = timezone.now()
    request = ReturnRequest.objects.create(
        order=order, state=Returning.EXCHANGED, wish=Wish.EXCHANGE, by=By.STAFF, decided_at=now, ended_at=now
    )
    gone = Condition.DAMAGED if why == BackFor.DAMAGED else Condition.MISSING
    ReturnLine.objects.bulk_create(
        ReturnLine(
            request=request,
            line_id=line,
            quantity=many,
            why=why,
            condition=Condition.AS_NEW if on_shelf else gone,
            restocked=many if on_shelf else 0,
        )
        for line, many in wanted.items()
    )
    return request


def _back_on_the_shelf(request: ReturnRequest) -> None:
    lines = [*request.lines.select_related("line")]
    if any(restocked.so_far(each.line_id) > each.line.quantity for each in lines):
        raise NotPossible
    taken.some_back((each.line, each.quantity) for each in lines)
