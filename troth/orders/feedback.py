"""How a delivery went: one question some days after, one of four answers, no words and no account.

The mail has a purpose of its own that anybody can switch off; whether it may leave is asked when it leaves. The answer is
kept with the parcel, and helps to choose carriers (see `quality`).
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from troth import channels, gate
from troth.channels import links

from . import denied, moving
from .models import DeliveryWord, Order, Parcel
from .models.order import By
from .models.parcel import Arrived, Booking, Way
from .said import carrier_name

KIND = "delivery"
LINK_HOURS = 24 * 60
AFTER = timedelta(days=2)  # time to unpack it
TOO_LATE = timedelta(days=30)
BATCH = 100


@dataclass(frozen=True, slots=True)
class Question:
    """`number` of the order; whose it was stands nowhere here."""

    number: str
    carrier: str
    delivered_at: datetime | None


def ask_due(now: datetime | None = None) -> int:
    """Queue the question for parcels that arrived some days ago; how many. Each is asked after once."""
    now = now or timezone.now()
    due = Parcel.objects.filter(
        way=Way.DELIVERED, delivered_at__lte=now - AFTER, delivered_at__gt=now - TOO_LATE, asked_how_at=None
    )
    carried = due.exclude(carrier="")  # of what the shop brought itself there is no carrier to judge
    return sum(_ask(parcel, now) for parcel in carried.select_related("order")[:BATCH])


def mint(parcel: Parcel) -> str:
    """The path of a fresh secret link, for the mail at the moment it leaves."""
    return reverse("delivery-question", args=[links.mint(KIND, parcel.public_id, hours=LINK_HOURS)])


def question(token: str) -> Question | None:
    """What the link asks about; None for a dead one. Uses nothing up: programs that scan mail follow links too."""
    parcel = _parcel(links.look(KIND, token))
    return Question(parcel.order.number, carrier_name(parcel.carrier), parcel.delivered_at) if parcel else None


def answer(token: str, arrived: str) -> Parcel | None:
    """Keep the answer and use the link up: whose link it was has shown that the mailbox is the buyer's. The parcel it is about;
    None for a dead link, or what is none of the answers.
    """
    if arrived not in Arrived.values:
        return None
    parcel = _parcel(links.redeem(KIND, token))
    if parcel is None:
        return None
    with transaction.atomic():
        order = moving.held(parcel.order_id)
        _keep(parcel, Arrived(arrived))
        if arrived == Arrived.MISSING:
            denied.deny_parcel(order, parcel)
        else:
            denied.found(order, By.CUSTOMER, parcel)
    return parcel


def told_elsewhere(order: Order, lines: Collection[int], arrived: Arrived) -> None:
    """What a buyer said of some lines (their ids) on the order's page, kept with the parcels they were in.

    Where a line lay in several parcels nobody knows which one it was, and carriers answer for what they carried only.
    """
    parcels = [*order.parcels.filter(booking=Booking.BOOKED).prefetch_related("lines")]
    for line in lines:
        held = [parcel for parcel in parcels if line in _inside(parcel) or not _inside(parcel)]
        if len(held) == 1 and held[0].carrier:
            _keep(held[0], arrived)


def _inside(parcel: Parcel) -> set[int]:
    return {each.line_id for each in parcel.lines.all()}


def _keep(parcel: Parcel, arrived: Arrived) -> None:
    """The newest word counts."""
    try:
        with transaction.atomic():
            DeliveryWord.objects.create(parcel=parcel, arrived=arrived)
    except IntegrityError:  # there is one already, by another link of the same parcel or from the order's page
        DeliveryWord.objects.filter(parcel=parcel).update(arrived=arrived, said_on=timezone.localdate())


def _ask(parcel: Parcel, now: datetime) -> bool:
    with transaction.atomic():
        if not Parcel.objects.filter(pk=parcel.pk, asked_how_at=None).update(asked_how_at=now):
            return False
        channels.send("delivery_question", parcel.order.whose, order=parcel.order_id, parcel=parcel.pk)
    return True


def _parcel(ref: uuid.UUID | None) -> Parcel | None:
    """None also once the buyer was erased: links that are still in their mailbox are dead."""
    parcel = Parcel.objects.select_related("order").filter(public_id=ref).first() if ref else None
    return parcel if parcel and gate.person_of_party(parcel.order.whose) is not None else None
