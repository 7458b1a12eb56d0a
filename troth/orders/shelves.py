"""The shelves of the orders desk: filters of its list, each with what stands on it."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import states
from .lists.money import left
from .models import Order, ReturnRequest
from .returns import states as returning
from .states import Status


class Shelf(StrEnum):
    """A filter of the list."""

    OPEN = "open"
    TO_PACK = "to-pack"
    TO_SHIP = "to-ship"
    UNPAID = "unpaid"
    TROUBLE = "payment-trouble"
    RETURNS = "returns"
    HELD = "held"
    SENT = "sent"
    ALL = "all"

    @property
    def words(self) -> str | Promise:
        return _WORDS[self]


_WORDS: dict[Shelf, str | Promise] = {
    Shelf.OPEN: _("Open"),
    Shelf.TO_PACK: _("To pack"),
    Shelf.TO_SHIP: _("To ship"),
    Shelf.UNPAID: _("Being paid"),
    Shelf.TROUBLE: _("Payment trouble"),
    Shelf.RETURNS: _("Returns"),
    Shelf.HELD: _("Held back"),
    Shelf.SENT: _("Sent"),
    Shelf.ALL: _("All"),
}
_STATUS: dict[Shelf, frozenset[Status]] = {
    Shelf.OPEN: states.OPEN,
    Shelf.TO_PACK: states.TO_PACK,
    Shelf.TO_SHIP: states.SENDS,
    Shelf.UNPAID: frozenset({Status.PLACED, Status.AWAITS_TRANSFER}),
    Shelf.SENT: states.MORE_TO_SEND,
    Shelf.ALL: frozenset(Status),
}
OF_STATES = frozenset(_STATUS)
# Where the oldest waits the longest.
OLDEST_FIRST = frozenset({Shelf.TO_PACK, Shelf.TO_SHIP, Shelf.RETURNS, Shelf.HELD})


def on(shelf: Shelf) -> QuerySet[Order]:
    """The orders of a shelf. Between "being paid" and "payment trouble" each unpaid order stands on one.

    What is held back waits on a shelf of its own, and on none where there is something to be done with it.
    """
    if shelf is Shelf.TROUBLE:
        return Order.objects.filter(Q(status=Status.PAYMENT_FAILED) | _GIVEN_UP | (Q(status=Status.PLACED) & left()))
    if shelf is Shelf.RETURNS:
        return Order.objects.filter(_coming_back())
    if shelf is Shelf.HELD:
        return Order.objects.filter(_HELD)
    found = Order.objects.filter(status__in=_STATUS[shelf])
    if shelf in _TO_DO:
        return found.filter(held_since=None)
    return found.exclude(left()) if shelf is Shelf.UNPAID else found


def counts() -> dict[Shelf, int]:
    """How many orders stand on each shelf. Opens nothing; five queries, each along an index."""
    by_status = dict(Order.objects.order_by().values_list("status").annotate(many=Count("pk")))
    held = dict(Order.objects.filter(_HELD).order_by().values_list("status").annotate(many=Count("pk")))
    told: dict[Shelf, int] = {
        shelf: sum(by_status.get(status, 0) for status in statuses) for shelf, statuses in _STATUS.items()
    }
    for shelf in _TO_DO:
        told[shelf] -= sum(held.get(status, 0) for status in _STATUS[shelf])
    unpaid = Order.objects.filter(left(), status=Status.PLACED).count()
    given_up = Order.objects.filter(_GIVEN_UP).count()
    told[Shelf.UNPAID] -= unpaid
    told[Shelf.TROUBLE] = by_status.get(Status.PAYMENT_FAILED, 0) + unpaid + given_up
    told[Shelf.RETURNS] = Order.objects.filter(_coming_back()).count()
    told[Shelf.HELD] = sum(held.values())
    return {shelf: told[shelf] for shelf in Shelf}


# Given up, and the buyer can still be found; after that there is nothing to be done about it.
_GIVEN_UP = Q(status=Status.ABANDONED, emptied_at=None)
_HELD = Q(held_since__isnull=False, status__in=states.OPEN)
_TO_DO = frozenset({Shelf.TO_PACK, Shelf.TO_SHIP})


def _coming_back() -> Q:
    """A return is asked for, on its way, or here and not paid for."""
    return Q(Exists(ReturnRequest.objects.filter(order=OuterRef("pk"), state__in=returning.OPEN)))
