"""`ship`: what happens to a street address when a parcel leaves.

    claim the parcel ─► gate.disclose(…, recipient) ─► the carrier's adapter ─► gate.outcome ─► shipped, mail queued

The carrier is told what the policy grants them and nothing else. The label carries a name and an address: it is
handed to the caller for showing, and kept nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from troth import channels, gate
from troth.recipients import chosen
from troth.recipients.carrier import Booked, CarrierTrouble, CarrierUnreachable, ParcelAsked

from . import jobs, moving, numbers, shipping
from .errors import CarrierSaysNo, NotPossible
from .models import Order, Parcel
from .models.order import By, What
from .models.parcel import Booking
from .states import Status

LEASE = timedelta(minutes=2)  # after that a booking that never ended may be tried again


@dataclass(frozen=True, slots=True)
class Shipped:
    number: str
    carrier: str
    tracking: str
    label: bytes = field(repr=False)
    content_type: str = "image/svg+xml"


def ship(number: str, actor: gate.Actor) -> Shipped:
    """packed → shipped. Raises NotPossible, CarrierSaysNo, gate.Refused, Order.DoesNotExist.

    Pressed twice, one press wins and the other is told NotPossible. After a crash in the middle it can be tried again;
    the carrier books nothing twice, because the parcel's reference stays the same.
    """
    jobs.may(actor)
    parcel = _claim(Order.objects.get(number=number))
    try:
        booked = _book(parcel, actor)
    except (gate.Refused, CarrierTrouble) as trouble:
        _not_taken(parcel)
        if isinstance(trouble, CarrierTrouble):
            raise CarrierSaysNo from trouble
        raise
    with transaction.atomic():
        order = moving.held(parcel.order_id)
        Parcel.objects.filter(pk=parcel.pk).update(
            booking=Booking.BOOKED, tracking=booked.tracking, shipped_at=timezone.now()
        )
        if moving.advance(order, Status.SHIPPED, By.STAFF, What.SHIPPED):
            channels.send("order_shipped", order.whose, order=order.pk)
    return Shipped(number, parcel.carrier, booked.tracking, booked.label, booked.content_type)


def label(number: str, actor: gate.Actor) -> Shipped:
    """The label of a parcel that has been booked, once more: the carrier is asked, and told, again."""
    jobs.may(actor)
    parcel = Parcel.objects.select_related("order").filter(order__number=number, booking=Booking.BOOKED).first()
    if parcel is None:
        raise NotPossible
    try:
        booked = _book(parcel, actor)
    except CarrierTrouble as trouble:
        raise CarrierSaysNo from trouble
    moving.note(parcel.order, By.STAFF, What.LABEL_AGAIN)
    return Shipped(number, parcel.carrier, booked.tracking, booked.label, booked.content_type)


def _claim(order: Order) -> Parcel:
    """The parcel, ours to book. Raises NotPossible if the order is not packed or somebody else is at it."""
    service = shipping.service(order.method)
    if order.status != Status.PACKED or service is None:
        raise NotPossible
    now = timezone.now()
    again = Parcel.objects.filter(order=order).exclude(booking=Booking.BOOKED)
    if again.filter(booking=Booking.FAILED).update(booking=Booking.ASKED, asked_at=now) or again.filter(
        asked_at__lt=now - LEASE
    ).update(asked_at=now):
        return Parcel.objects.select_related("order").get(order=order)
    try:
        with transaction.atomic():
            return Parcel.objects.create(
                order=order,
                ref=numbers.secret(),
                carrier=service.carrier,
                service=service.code,
                grams=order.grams,
            )
    except IntegrityError:
        raise NotPossible from None


def _book(parcel: Parcel, actor: gate.Actor) -> Booked:
    try:
        carrier = chosen.carrier(parcel.carrier)
    except LookupError:
        raise CarrierUnreachable("this shop has no adapter for the carrier") from None
    told = gate.disclose(parcel.order.whose, purpose="fulfil_order", recipient=parcel.carrier, actor=actor)
    asked = ParcelAsked(parcel.ref, parcel.order.number, parcel.service, parcel.grams)
    outcome = "unknown"
    try:
        booked = carrier.book(asked, told)
        outcome = "delivered"
    except CarrierTrouble as trouble:
        outcome = "unknown" if isinstance(trouble, CarrierUnreachable) else "failed"
        raise
    finally:
        gate.outcome(told.disclosure, outcome)
    return booked


def _not_taken(parcel: Parcel) -> None:
    Parcel.objects.filter(pk=parcel.pk).update(booking=Booking.FAILED)
    moving.note(parcel.order, By.CARRIER, What.SHIPPING_FAILED)
