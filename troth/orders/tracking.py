"""`follow`: ask carriers after the parcels that are under way, each the more seldom the less there is to hear.

A number is all they are asked with; of what they say only the stage and the time are taken. After those that are there
they are asked for a proof of it, a few times (see `proofs`).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from troth.recipients import chosen
from troth.recipients.carrier import CarrierTrouble

from . import arriving
from .models import Parcel
from .models.parcel import Booking, Way
from .proofs import ask

# How soon to ask again, by how far it has come.
AGAIN = {
    Way.BOOKED: timedelta(hours=3),
    Way.MOVING: timedelta(hours=3),
    Way.NEAR: timedelta(minutes=30),
    Way.PROBLEM: timedelta(hours=6),
}
LONGEST = timedelta(hours=24)
GIVEN_UP = timedelta(days=60)  # after that nobody expects it any more; the desk can still say that it arrived
LEASE = timedelta(minutes=10)
BATCH = 40


def follow(now: datetime | None = None) -> int:
    """How many parcels were asked after. May run in several places at once."""
    now = now or timezone.now()
    due = Parcel.objects.filter(look_at__lte=now, booking=Booking.BOOKED).order_by("look_at")
    return sum(_asked(pk, now) for pk in due.values_list("pk", flat=True)[:BATCH])


def look(tracking: str) -> bool:
    """Ask after one parcel now; whether there is news. False for a number that is none of ours."""
    ours = Parcel.objects.filter(tracking=tracking, booking=Booking.BOOKED).exclude(way=Way.DELIVERED)
    parcel = ours.exclude(tracking="").first()
    return parcel is not None and _heard(parcel, timezone.now())


def _asked(pk: int, now: datetime) -> bool:
    if not Parcel.objects.filter(pk=pk, look_at__lte=now).update(look_at=now + LEASE):
        return False
    parcel = Parcel.objects.select_related("order").get(pk=pk)
    if parcel.way == Way.DELIVERED:
        ask.ask(parcel, now)
    else:
        _heard(parcel, now)
    return True


def _heard(parcel: Parcel, now: datetime) -> bool:
    try:
        told = chosen.carrier(parcel.carrier).track(parcel.tracking)
    except (CarrierTrouble, LookupError):
        told = None
    news = told is not None and arriving.moved(parcel, told)
    parcel.refresh_from_db()
    looks = parcel.looks + 1 if told is None else 0
    Parcel.objects.filter(pk=parcel.pk).update(look_at=_next(parcel, looks, now), looks=min(looks, 99))
    return news


def _next(parcel: Parcel, looks: int, now: datetime) -> datetime | None:
    """When to ask again: once it has arrived for the proof, never once it went back or was given up."""
    if parcel.way == Way.DELIVERED:
        return parcel.look_at
    pause = AGAIN.get(Way(parcel.way))
    if pause is None or (parcel.shipped_at and now - parcel.shipped_at > GIVEN_UP):
        return None
    return now + min(pause * 2 ** min(looks, 8), LONGEST)
