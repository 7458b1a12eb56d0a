"""Until when something may be sent back, counted from the last delivery (Directive 2011/83/EU, Article 9(2)(b)(i))."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from ..models import Order
from ..models.order import What
from ..models.parcel import Booking
from ..states import Status

SENT = frozenset({Status.PART_SHIPPED, Status.SHIPPED, Status.DELIVERED, Status.NOT_ARRIVED})


def until(order: Order) -> datetime | None:
    """None while something of it is still on its way."""
    if order.status != Status.DELIVERED:
        return None
    parcels = [parcel for parcel in order.parcels.all() if parcel.booking == Booking.BOOKED]
    arrived = [parcel.delivered_at for parcel in parcels if parcel.delivered_at]
    arrived += [event.at for event in order.events.all() if event.what == What.DELIVERED] if not arrived else []
    return max(arrived) + timedelta(days=settings.TROTH.return_days) if arrived else None


def is_open(order: Order) -> bool:
    """Whether the buyer may still ask. Nobody sends back what never came."""
    if order.status not in SENT or order.status == Status.NOT_ARRIVED:
        return False
    end = until(order)
    return end is None or end > timezone.now()
