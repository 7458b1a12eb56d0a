"""A label for the way back nobody heard the end of, with a carrier for whom asking again is a second label: somebody looks, and
says. As `orders.looked_up` does for parcels.

waiting(order)                            what to look for, and where
there(number, ref, tracking, actor)       one was made: the buyer can have another, once this one is taken back
none_there(number, ref, actor)            none was made: the buyer can ask for it again
settle()                                  those at which a process has died
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from troth import channels, gate
from troth.recipients import chosen

from .. import jobs
from .. import moving as orders_moving
from ..errors import NotPossible
from ..looked_up import ELSEWHERE, WHERE, AnothersNumber
from ..models import Order, Parcel, ReturnRequest
from ..models.order import By, What
from ..receipt import typed
from ..said import carrier_name
from . import moving
from .states import Returning

TEMPLATE = "return_label"
LEASE = timedelta(minutes=2)
BATCH = 40


class Unheard(Exception):
    """One may have been made. Not a trouble of the carrier's that anybody may simply try again."""


@dataclass(frozen=True, slots=True)
class WaitingBack:
    """`ref` of the return."""

    ref: uuid.UUID
    carrier: str
    reference: str
    asked_at: datetime
    where: str


def waiting(order: Order) -> tuple[WaitingBack, ...]:
    """One query."""
    found = order.returns.filter(label_unheard_at__isnull=False, state=Returning.AGREED)
    return tuple(
        WaitingBack(
            back.public_id,
            carrier_name(back.label_by),
            order.number,
            at,
            str(WHERE.get(back.label_by, ELSEWHERE)),
        )
        for back in found
        if (at := back.label_unheard_at) is not None
    )


def look_for(back: ReturnRequest) -> bool:
    """Nobody asks for another one until somebody has looked. True if this call wrote it down."""
    with transaction.atomic():
        order, now = moving.held(back.public_id)
        ours = ReturnRequest.objects.filter(pk=back.pk, label_unheard_at=None, label_number="", state=Returning.AGREED)
        asked = ours.exclude(label_asked_at=None)
        if not asked.update(label_unheard_at=now.label_asked_at, label_asked_at=None):
            return False
        orders_moving.note(order, By.CARRIER, What.BACK_LABEL_UNHEARD)
    return True


def there(number: str, ref: uuid.UUID, tracking: str, actor: gate.Actor) -> None:
    """Their number, read from the carrier's own page. Raises NoNumber, AnothersNumber, NotPossible, gate.Refused."""
    jobs.may(actor)
    theirs = typed(tracking)
    if Parcel.objects.filter(tracking=theirs).exists() or ReturnRequest.objects.filter(label_number=theirs).exists():
        raise AnothersNumber
    _answer(number, ref, theirs)


def none_there(number: str, ref: uuid.UUID, actor: gate.Actor) -> None:
    """Also for one that was taken back on the carrier's own pages. Raises NotPossible, gate.Refused."""
    jobs.may(actor)
    _answer(number, ref, "")


def settle(now: datetime | None = None) -> int:
    """How many a process had died at. Those of carriers who make the same label again need no look."""
    before = (now or timezone.now()) - LEASE
    died = ReturnRequest.objects.filter(label_asked_at__lte=before, label_number="", state=Returning.AGREED)
    return sum(look_for(back) for back in died[:BATCH] if not _books_once(back.label_by))


def _answer(number: str, ref: uuid.UUID, theirs: str) -> None:
    """Of two answers the first counts, and the buyer is told that they can have it."""
    waits = ReturnRequest.objects.filter(order__number=number, public_id=ref, label_unheard_at__isnull=False)
    if not waits.exists():
        raise NotPossible
    with transaction.atomic():
        order, back = moving.held(ref)
        if not waits.filter(state=Returning.AGREED).update(label_unheard_at=None, label_number=theirs):
            raise NotPossible
        orders_moving.note(order, By.STAFF, What.BACK_LABEL_KNOWN)
        channels.send(TEMPLATE, order.whose, order=order.pk, back=back.pk)


def _books_once(carrier: str) -> bool:
    try:
        return chosen.carrier(carrier).books_once
    except LookupError:
        return False
