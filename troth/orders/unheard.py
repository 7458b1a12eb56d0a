"""What a carrier was asked and nobody heard the answer of, because the process that asked has died. Each goes to an end.

A booking     is a case for the desk. Where the same reference asked again is the same label, it counts as failed: they
              press again and have it. Else it stays unheard of until a person has looked with the carrier (`looked_up`).
A withdrawal  is asked for again by the label's number until the answer is known.
A new label   in place of one that was taken back: the parcel goes back to those to be sent, as after a booking.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from troth.recipients import chosen
from troth.recipients.carrier import CarrierSilent

from . import moving
from .errors import OrderTrouble
from .models import Parcel
from .models.order import By, What
from .models.parcel import Booking, Way
from .take_back import stands_at, taken_back
from .voiding import LEASE

BATCH = 40


def settle(now: datetime | None = None) -> int:
    """How many came to an end. May run in several places at once."""
    before = (now or timezone.now()) - LEASE
    asked = Parcel.objects.filter(booking=Booking.ASKED, asked_at__lte=before)
    ended = sum(given_up(parcel) for parcel in asked[:BATCH])
    void = Parcel.objects.filter(booking=Booking.BOOKED, void_asked_at__lte=before)
    return ended + sum(_voided(parcel) for parcel in void[:BATCH])


def booking_of(order: int) -> Parcel | None:
    """A booking of this order (its id) that nobody heard of, with a carrier for whom asking again is a second label."""
    found = Parcel.objects.filter(order=order, booking=Booking.ASKED, asked_at__lte=timezone.now() - LEASE).first()
    return found if found and not _books_once(found.carrier) else None


def given_up(parcel: Parcel) -> bool:
    """The booking has come to an end without a label, as far as anybody heard, and the desk sees it."""
    with transaction.atomic():
        order = moving.held(parcel.order_id)
        ours = Parcel.objects.filter(pk=parcel.pk, booking=Booking.ASKED, asked_at=parcel.asked_at)
        booking = Booking.FAILED if _books_once(parcel.carrier) else Booking.UNHEARD
        if not ours.update(booking=booking):
            return False
        moving.note(order, By.CARRIER, _said(booking))
    return True


def not_taken(parcel: Parcel, trouble: Exception) -> None:
    """What the carrier answered a booking with, or that no answer came."""
    booking = _after(parcel, trouble)
    Parcel.objects.filter(pk=parcel.pk).update(booking=booking)
    moving.note(parcel.order, By.CARRIER, _said(booking))


def without_a_label(parcel: Parcel, trouble: Exception | None = None) -> bool:
    """Its label was taken back and nobody heard of another: what lies in it can be sent again.

    `trouble`: why not; None where the process has died, and nobody knows.
    """
    with transaction.atomic():
        order = moving.held(parcel.order_id)
        booking = _after(parcel, trouble or CarrierSilent())
        if not _failed(parcel, booking):
            return False
        moving.step_back(order, stands_at(order), By.CARRIER, _said(booking))
    return True


def _after(parcel: Parcel, trouble: Exception) -> Booking:
    silent = isinstance(trouble, CarrierSilent) and not _books_once(parcel.carrier)
    return Booking.UNHEARD if silent else Booking.FAILED


def _said(booking: Booking) -> What:
    return What.SHIPPING_UNHEARD if booking is Booking.UNHEARD else What.SHIPPING_FAILED


def _failed(parcel: Parcel, failed: Booking) -> bool:
    """Taken back where another booking of the order has failed already: of those there is one at a time."""
    ours = Parcel.objects.filter(pk=parcel.pk, booking=Booking.BOOKED, tracking="")
    asked_at = Coalesce("void_asked_at", "asked_at")
    for booking in (failed, Booking.CANCELLED):
        try:
            with transaction.atomic():
                return bool(ours.update(booking=booking, asked_at=asked_at, void_asked_at=None, look_at=None))
        except IntegrityError:
            continue
    raise AssertionError


def _voided(parcel: Parcel) -> bool:
    if not parcel.tracking and not _books_once(parcel.carrier):  # by hand there is none before the receipt
        return without_a_label(parcel)
    if parcel.way != Way.BOOKED:  # the carrier has it: there is nothing to take back any more
        return bool(Parcel.objects.filter(pk=parcel.pk).update(void_asked_at=None))
    try:
        taken_back(parcel)
    except OrderTrouble:
        return False
    return True


def _books_once(carrier: str) -> bool:
    try:
        return not carrier or chosen.carrier(carrier).books_once
    except LookupError:
        return False
