"""A shop without a contract: the number on the receipt, and who really took the parcel, noted by the order desk.

carriers(actor)                             who may be named; nobody where carriers tell their numbers themselves
note(number, parcel, tracking, carrier, actor)

Whoever takes a parcel reads the address on it. So only carriers that the policy lets be told it can be named, and naming
another one than the label was made for is entered as telling them.
"""

from __future__ import annotations

import re
import uuid

from django.db import transaction
from django.utils.translation import gettext

from troth import channels, gate
from troth.recipients import chosen

from . import jobs, moving
from .carriers import declared
from .errors import NotPossible, OrderTrouble
from .models import Parcel
from .models.order import By, What
from .models.parcel import Booking
from .telling import PURPOSE

_LEFT_OUT = re.compile(r"[\s./-]")  # what people write between the digits
_NUMBER = re.compile(r"[A-Z0-9]{6,40}")


class NoNumber(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(
            gettext("This is no tracking number: those are six to forty letters and digits, without other signs.")
        )


def carriers(actor: gate.Actor) -> tuple[tuple[str, str], ...]:
    """Each with its name. Empty as well for a job that sends nothing."""
    return declared() if chosen.by_hand() and jobs.includes(actor, PURPOSE) else ()


def note(number: str, parcel: uuid.UUID, tracking: str, carrier: str, actor: gate.Actor) -> None:
    """The customer gets the number by mail. Typed again, it is put right. Raises NoNumber, NotPossible, gate.Refused."""
    jobs.may(actor)
    theirs = typed(tracking)
    ours = Parcel.objects.filter(order__number=number, public_id=parcel, booking=Booking.BOOKED).exclude(carrier="")
    found = ours.select_related("order").first()
    if found is None or carrier not in dict(carriers(actor)):
        raise NotPossible
    if carrier != found.carrier:
        _was_told(found, carrier, actor)
    with transaction.atomic():
        order = moving.held(found.order_id)
        as_it_was = ours.filter(tracking=found.tracking, carrier=found.carrier)
        if not as_it_was.exclude(tracking=theirs, carrier=carrier).update(tracking=theirs, carrier=carrier):
            raise NotPossible
        moving.note(order, By.STAFF, What.NUMBER_NOTED)
        channels.send("parcel_number", order.whose, order=order.pk, parcel=found.pk)


def typed(tracking: str) -> str:
    """A carrier's number as they write it. Raises NoNumber."""
    number = _LEFT_OUT.sub("", tracking).upper()
    if not _NUMBER.fullmatch(number):
        raise NoNumber
    return number


def _was_told(parcel: Parcel, carrier: str, actor: gate.Actor) -> None:
    told = gate.disclose(parcel.order.whose, purpose=PURPOSE, recipient=carrier, actor=actor)
    gate.outcome(told.disclosure, "delivered")
