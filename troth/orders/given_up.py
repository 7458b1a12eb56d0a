"""Parcels nobody waits for any more: what was in them was sent again, or its money went back.

Carriers are asked after them as before, and one that turns up is noticed. It holds no order open meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from . import arriving, wrong
from .models import Order, Parcel
from .models.order import By
from .models.parcel import ENDED, Booking, Way


def missed(order: Order) -> list[Parcel]:
    """Those that are not there though they were said to be, or should have been there for long; if there are none, all that are
    under way. The oldest first."""
    under_way = _under_way(order)
    return [*_denied(order)] or [*under_way.filter(wrong.late(timezone.now()))] or [*under_way]


def come_back(order: Order) -> list[Parcel]:
    """Those that are here again, or on their way here."""
    return [*order.parcels.filter(booking=Booking.BOOKED, way=Way.RETURNED).prefetch_related("lines")]


def stranded(order: Order) -> list[Parcel]:
    """Those that their carrier can't deliver."""
    return [*_under_way(order).filter(way=Way.PROBLEM)]


def contents(order: Order, parcels: list[Parcel]) -> dict[int, int]:
    """How many of each line (by its id) lie in these. A parcel without lines holds everything that was ordered."""
    told: dict[int, int] = {}
    for parcel in parcels:
        for line, many in _inside(order, parcel).items():
            told[line] = told.get(line, 0) + many
    return told


def left_before(order: Order, then: datetime, now: datetime) -> list[Parcel]:
    """Those that had left by then, and should have been there for long."""
    return [*_under_way(order).filter(wrong.late(now), shipped_at__lt=then)]


def give_up(order: Order, things: Mapping[int, int], among: Sequence[Parcel] | None = None, by: By = By.STAFF) -> None:
    """`things`: how many of each line (by its id) are settled otherwise. Inside the caller's transaction, the order held.

    Gives up as many parcels as hold them: those that are not there though they were said to be before those that are late,
    these before the others, the older before the newer. Where that was all that was waited for, the order ends. `among`: no
    others.
    """
    rest = {line: many for line, many in things.items() if many > 0}
    under_way = _under_way(order)
    late = under_way.filter(wrong.late(timezone.now()))
    in_turn = dict.fromkeys([*_denied(order), *late, *under_way])
    for parcel in in_turn if among is None else among:
        inside = _inside(order, parcel)
        if any(rest.get(line, 0) > 0 for line in inside):
            rest = {line: many - inside.get(line, 0) for line, many in rest.items()}
            Parcel.objects.filter(pk=parcel.pk).update(given_up_at=timezone.now())
    arriving.closed(order, by)


def give_up_stranded(order: Order) -> None:
    """What its carrier can't deliver is settled otherwise. As `give_up`."""
    _under_way(order).filter(way=Way.PROBLEM).update(given_up_at=timezone.now())
    arriving.closed(order, By.STAFF)


def _denied(order: Order) -> QuerySet[Parcel]:
    found = order.parcels.filter(booking=Booking.BOOKED, given_up_at=None, denied_at__isnull=False)
    return found.order_by("pk").prefetch_related("lines")


def _under_way(order: Order) -> QuerySet[Parcel]:
    found = order.parcels.filter(booking=Booking.BOOKED, given_up_at=None).exclude(way__in=ENDED)
    return found.order_by("pk").prefetch_related("lines")


def _inside(order: Order, parcel: Parcel) -> dict[int, int]:
    inside = {each.line_id: each.quantity for each in parcel.lines.all()}
    return inside or {line.pk: line.wanted for line in order.lines.all()}
