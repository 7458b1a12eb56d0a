"""A parcel goes on, one stage after the other, and the order with it. Every verb may run twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from troth import channels
from troth.channels import queue
from troth.recipients.carrier import Stage, Whereabouts

from . import moving
from .models import Order, Parcel
from .models.order import By, What
from .models.parcel import ENDED, Booking, Way
from .states import MAY_ARRIVE, Status

WAYS = {
    Stage.BOOKED: Way.BOOKED,
    Stage.MOVING: Way.MOVING,
    Stage.NEAR: Way.NEAR,
    Stage.PROBLEM: Way.PROBLEM,
    Stage.RETURNED: Way.RETURNED,
    Stage.DELIVERED: Way.DELIVERED,
}
A_DAY_ON_THE_ROAD = timedelta(hours=12)


def moved(parcel: Parcel, told: Whereabouts) -> bool:
    """What the carrier says of a parcel. True if that is news; then timeline and buyer learn of it.

    Answers may overtake each other: nothing goes back to where it began, and nobody hears twice a day that it is near.
    """
    way = WAYS[told.stage]
    if way == Way.BOOKED:
        return False
    if way == Way.DELIVERED:
        return arrived(parcel, told.at, told.proof)
    with transaction.atomic():
        order = moving.held(parcel.order_id)
        ours = Parcel.objects.filter(pk=parcel.pk, booking=Booking.BOOKED).exclude(way__in=[way, *ENDED])
        problem = way in (Way.PROBLEM, Way.RETURNED)
        if not ours.update(way=way, **({"had_problem": True} if problem else {})):
            return False
        if way == Way.NEAR and not _told_lately(parcel):
            moving.note(order, By.CARRIER, What.OUT_FOR_DELIVERY)
            channels.send("parcel_near", order.whose, order=order.pk, parcel=parcel.pk)
        if problem:
            moving.note(order, By.CARRIER, What.PARCEL_PROBLEM)
            channels.send("parcel_problem", order.whose, order=order.pk, parcel=parcel.pk)
    return True


def arrived(parcel: Parcel, at: datetime | None = None, proof: str = "", by: By = By.CARRIER) -> bool:
    """It is there. With the last parcel the order is done. On the carrier's word they are soon asked to prove it.

    Of one that is on its way back to us their "delivered" means that we have it.
    """
    at = at or timezone.now()
    look_at = timezone.now() if by == By.CARRIER and parcel.tracking else None
    with transaction.atomic():
        order = moving.held(parcel.order_id)
        ended = ENDED if by == By.CARRIER else {Way.DELIVERED}
        ours = Parcel.objects.filter(pk=parcel.pk, booking=Booking.BOOKED).exclude(way__in=ended)
        if not ours.update(way=Way.DELIVERED, delivered_at=at, proof=proof[:64], look_at=look_at, looks=0):
            return False
        if not closed(order, by):
            moving.note(order, by, What.PARCEL_DELIVERED)
        channels.send("order_delivered", order.whose, order=order.pk, parcel=parcel.pk)
    return True


def _told_lately(parcel: Parcel) -> bool:
    newest = queue.newest_about("parcel_near", "parcel", [parcel.pk]).get(parcel.pk)
    return newest is not None and newest.queued_at > timezone.now() - A_DAY_ON_THE_ROAD


def closed(order: Order, by: By) -> bool:
    """Whether nothing is left to send and nothing under way, so that the order is at its end. With the order held.

    A parcel that came back to us is not under way, nor is one that was given up: what was in it is sent again in another,
    or its money goes back. Where that is all there is, the order did not arrive, though its carrier may have said so.
    """
    waited_for = order.parcels.filter(booking__in=(Booking.ASKED, Booking.BOOKED), given_up_at=None)
    under_way = waited_for.exclude(way__in=ENDED)
    if order.status not in MAY_ARRIVE or under_way.exists():
        return _never_was_there(order, by)
    if _delivered(order).exists():
        return moving.advance(order, Status.DELIVERED, by, What.DELIVERED)
    return moving.advance(order, Status.NOT_ARRIVED, by, What.GIVEN_UP)


def _never_was_there(order: Order, by: By) -> bool:
    """It was said to be delivered, and money took the place of all that was in its parcels."""
    made_good = order.parcels.filter(denied_at__isnull=False, given_up_at__isnull=False)
    if order.status != Status.DELIVERED or _delivered(order).exists() or not made_good.exists():
        return False
    return moving.advance(order, Status.NOT_ARRIVED, by, What.GIVEN_UP)


def _delivered(order: Order) -> QuerySet[Parcel]:
    """And not made good because the buyer has never seen them."""
    found = order.parcels.filter(booking=Booking.BOOKED, way=Way.DELIVERED)
    return found.exclude(denied_at__isnull=False, given_up_at__isnull=False)


def can_arrive(order: Order) -> bool:
    """Somebody may say that all of it arrived. Two queries at most."""
    return order.status == Status.SHIPPED or (order.status == Status.NOT_ARRIVED and _on_its_way(order).exists())


def all_arrived(order: Order, by: By) -> bool:
    """On somebody's word: every parcel that is waited for; where nobody waits any more, those that turned up after all.

    False if the order is not on its way.
    """
    with transaction.atomic():
        order = moving.held(order.pk)
        if not can_arrive(order):
            return False
        here = _on_its_way(order)
        here.filter(denied_at__isnull=False).update(denied_at=None, given_up_at=None)
        here.update(way=Way.DELIVERED, delivered_at=timezone.now(), look_at=None)
        moving.advance(order, Status.DELIVERED, by, What.DELIVERED)
        channels.send("order_delivered", order.whose, order=order.pk)
    return True


def _on_its_way(order: Order) -> QuerySet[Parcel]:
    found = order.parcels.filter(booking=Booking.BOOKED)
    if order.status == Status.NOT_ARRIVED:
        return found.filter(~Q(way__in=ENDED) | Q(denied_at__isnull=False))
    return found.exclude(way__in=ENDED).filter(given_up_at=None)
