"""How a delivery went: one question some days after, one of three answers, no words and no account.

The mail has a purpose of its own that anybody can switch off; whether it may leave is asked when it leaves. The answer is
kept with the parcel, and helps to choose carriers (see `quality`).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from troth import channels, gate
from troth.channels import links

from .models import DeliveryWord, Parcel
from .models.parcel import Arrived, Way
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


def answer(token: str, arrived: str) -> bool:
    """Keep the answer and use the link up. False for a dead link, or what is none of the answers."""
    if arrived not in Arrived.values:
        return False
    parcel = _parcel(links.redeem(KIND, token))
    if parcel is None:
        return False
    try:
        with transaction.atomic():
            DeliveryWord.objects.create(parcel=parcel, arrived=arrived)
    except IntegrityError:  # answered by another link of the same parcel
        DeliveryWord.objects.filter(parcel=parcel).update(arrived=arrived)
    return True


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
