"""A booking nobody heard the end of, with a carrier for whom asking again is a second label: somebody looks, and says.

waiting(order)                               what to look for, and where; None for nothing
there(number, parcel, tracking, actor)       a label was made: the parcel has left under its number
none_there(number, parcel, actor)            none was made: it can be booked again

No carrier of karrio's (2026.1) finds or takes back a label by our reference: UPS, FedEx and USPS are asked by their own number
only (karrio/mappers/*/proxy.py), and that is what was not heard.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from troth import gate
from troth.recipients.carrier import Booked

from . import jobs, moving, ship, states
from .errors import HeldBack, NotPossible, OrderTrouble
from .models import Order, Parcel
from .models.order import By, What
from .models.parcel import Booking
from .receipt import typed
from .said import carrier_name

# Where each lists the labels of an account. The reference they were given is the order's number.
WHERE: dict[str, str | Promise] = {
    "ups": _(
        'On ups.com, in the shipping history, or by its "track by reference", with the shop\'s account number and the day.'
    ),
    "fedex": _(
        'On fedex.com, in the ship history, or by its "track by reference", with the shop\'s account number and the day.'
    ),
    "usps": _("Among the payments of the shop's USPS account: each label stands there with its number, day and price."),
}
ELSEWHERE = gettext_lazy(
    "Among the labels of the shop's account on the carrier's own pages, or by asking its business service."
)


class AnothersNumber(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext("This number is another parcel's. Look for the one with the time and weight shown here.")
        )


@dataclass(frozen=True, slots=True)
class Waiting:
    """What to look for. `known`: numbers of the order's other parcels, which carry the same reference."""

    ref: uuid.UUID
    carrier: str
    reference: str
    asked_at: datetime
    grams: int
    where: str
    known: tuple[str, ...]


def waiting(order: Order) -> Waiting | None:
    """From the order's parcels, as they were fetched."""
    parcels = [*order.parcels.all()]
    found = next((each for each in parcels if each.booking == Booking.UNHEARD), None)
    if found is None:
        return None
    return Waiting(
        ref=found.public_id,
        carrier=carrier_name(found.carrier),
        reference=order.number,
        asked_at=found.asked_at,
        grams=found.grams,
        where=str(WHERE.get(found.carrier, ELSEWHERE)),
        known=tuple(each.tracking for each in parcels if each.tracking and each.carrier == found.carrier),
    )


def there(number: str, parcel: uuid.UUID, tracking: str, actor: gate.Actor) -> None:
    """Their number, read from the carrier's own page. The customer gets it by the mail about the parcel.

    Raises NoNumber, AnothersNumber, HeldBack, NotPossible, gate.Refused.
    """
    jobs.may(actor)
    found, theirs = _unheard(number, parcel), typed(tracking)
    with transaction.atomic():
        order = moving.held(found.order_id)
        if order.held_since is not None:
            raise HeldBack
        if order.status not in states.SENDS:
            raise NotPossible
        if Parcel.objects.filter(tracking=theirs).exists():
            raise AnothersNumber
        _answer(found, Booking.ASKED, asked_at=timezone.now())
        ship.left_the_house(found, Booked(theirs, b""), None)


def none_there(number: str, parcel: uuid.UUID, actor: gate.Actor) -> None:
    """Also for one that was taken back on the carrier's own pages. Raises NotPossible, gate.Refused."""
    jobs.may(actor)
    found = _unheard(number, parcel)
    with transaction.atomic():
        order = moving.held(found.order_id)
        _answer(found, Booking.FAILED)
        moving.note(order, By.STAFF, What.NO_LABEL)


def _unheard(number: str, parcel: uuid.UUID) -> Parcel:
    found = Parcel.objects.filter(order__number=number, public_id=parcel, booking=Booking.UNHEARD).first()
    if found is None:
        raise NotPossible
    return found


def _answer(parcel: Parcel, booking: Booking, **at: datetime) -> None:
    """Of two answers the first counts. Raises NotPossible."""
    if not Parcel.objects.filter(pk=parcel.pk, booking=Booking.UNHEARD).update(booking=booking, **at):
        raise NotPossible
