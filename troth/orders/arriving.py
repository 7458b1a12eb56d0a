"""A parcel goes on, one stage after the other, and the order with it. Every verb may run twice."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from troth import channels
from troth.recipients.carrier import Stage, Whereabouts

from . import moving
from .models import Order, Parcel
from .models.order import By, What
from .models.parcel import Booking, Way
from .states import Status

WAYS = {
    Stage.BOOKED: Way.BOOKED,
    Stage.MOVING: Way.MOVING,
    Stage.NEAR: Way.NEAR,
    Stage.PROBLEM: Way.PROBLEM,
    Stage.RETURNED: Way.RETURNED,
    Stage.DELIVERED: Way.DELIVERED,
}
ENDED = frozenset({Way.DELIVERED, Way.RETURNED})


def moved(parcel: Parcel, told: Whereabouts) -> bool:
    """What the carrier says of a parcel. True if that is news; then timeline and buyer learn of it."""
    way = WAYS[told.stage]
    if way == Way.DELIVERED:
        return arrived(parcel, told.at, told.proof)
    with transaction.atomic():
        order = moving.held(parcel.order_id)
        ours = Parcel.objects.filter(pk=parcel.pk, booking=Booking.BOOKED).exclude(way__in=[way, *ENDED])
        problem = way in (Way.PROBLEM, Way.RETURNED)
        if not ours.update(way=way, **({"had_problem": True} if problem else {})):
            return False
        if way == Way.NEAR:
            moving.note(order, By.CARRIER, What.OUT_FOR_DELIVERY)
            channels.send("parcel_near", order.whose, order=order.pk, parcel=parcel.pk)
        if problem:
            moving.note(order, By.CARRIER, What.PARCEL_PROBLEM)
            channels.send("parcel_problem", order.whose, order=order.pk, parcel=parcel.pk)
    return True


def arrived(parcel: Parcel, at: datetime | None = None, proof: str = "", by: By = By.CARRIER) -> bool:
    """It is there. Of the proof the carrier's reference and the time are kept. With the last parcel the order is done."""
    at = at or timezone.now()
    with transaction.atomic():
        order = moving.held(parcel.order_id)
        ours = Parcel.objects.filter(pk=parcel.pk, booking=Booking.BOOKED).exclude(way=Way.DELIVERED)
        if not ours.update(way=Way.DELIVERED, delivered_at=at, proof=proof[:64], look_at=None):
            return False
        if not _closed(order, by):
            moving.note(order, by, What.PARCEL_DELIVERED)
        channels.send("order_delivered", order.whose, order=order.pk, parcel=parcel.pk)
    return True


def _closed(order: Order, by: By) -> bool:
    """Whether nothing is left to send and nothing under way, so that the order is delivered."""
    under_way = order.parcels.filter(booking__in=(Booking.ASKED, Booking.BOOKED)).exclude(way=Way.DELIVERED)
    if order.status != Status.SHIPPED or under_way.exists():
        return False
    return moving.advance(order, Status.DELIVERED, by, What.DELIVERED)


def all_arrived(order: Order, by: By) -> bool:
    """On somebody's word: every parcel that is under way. False if the order is not on its way."""
    with transaction.atomic():
        order = moving.held(order.pk)
        if order.status != Status.SHIPPED:
            return False
        under_way = order.parcels.filter(booking=Booking.BOOKED).exclude(way=Way.DELIVERED)
        under_way.update(way=Way.DELIVERED, delivered_at=timezone.now(), look_at=None)
        moving.advance(order, Status.DELIVERED, by, What.DELIVERED)
        channels.send("order_delivered", order.whose, order=order.pk)
    return True
