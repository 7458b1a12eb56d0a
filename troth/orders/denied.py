"""A parcel that was said to be delivered, and the buyer says that it is not there.

deny(order, things)    so many of each line never came: the delivered parcels that held them
deny_parcel(parcel)    the one that was asked about
found(order)           it was there after all, or there was nothing wrong with it

All of them with the order held. Until it is made good or found, the order says so; with money in its place, or another
parcel, nobody counts it as delivered any more (see `given_up` and `arriving`).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from . import arriving, moving
from .models import Order, Parcel
from .models.order import By, What
from .models.parcel import Booking, Way


def deny(order: Order, things: Mapping[int, int]) -> None:
    """`things`: how many of each line (by its id). What is still on its way is not there because of that; of several parcels that
    were delivered the newest is meant."""
    rest = {line: many for line, many in things.items() if many > 0}
    sent = order.parcels.filter(booking=Booking.BOOKED).order_by("-delivered_at", "-pk").prefetch_related("lines")
    there = [parcel for parcel in sent if parcel.way == Way.DELIVERED]
    for parcel in [*(each for each in sent if each not in there), *there]:
        inside = _inside(order, parcel)
        if any(rest.get(line, 0) > 0 for line in inside):
            rest = {line: many - inside.get(line, 0) for line, many in rest.items()}
            if parcel in there:
                deny_parcel(order, parcel)


def deny_parcel(order: Order, parcel: Parcel) -> None:
    """Nothing for one that nobody said was there."""
    ours = order.parcels.filter(pk=parcel.pk, booking=Booking.BOOKED, way=Way.DELIVERED, denied_at=None)
    if ours.update(denied_at=timezone.now()):
        moving.note(order, By.CUSTOMER, What.DENIED)
        arriving.closed(order, By.CUSTOMER)  # where it had turned up after it was made good


def found(order: Order, by: By, parcel: Parcel | None = None) -> None:
    """`parcel`: that one alone. What was given up because of it may be delivered after all."""
    denied = order.parcels.filter(denied_at__isnull=False)
    if parcel is not None:
        denied = denied.filter(pk=parcel.pk)
    if denied.update(denied_at=None, given_up_at=None):
        moving.note(order, by, What.FOUND)
        arriving.closed(order, by)


def _inside(order: Order, parcel: Parcel) -> dict[int, int]:
    inside = {each.line_id: each.quantity for each in parcel.lines.all()}
    return inside or {line.pk: line.wanted for line in order.lines.all()}
