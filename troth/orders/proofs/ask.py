"""`ask`: have the carrier prove a delivery, and seal what it tells with the order's party. A few times, then no more."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta
from typing import Final

from django.views.decorators.debug import sensitive_variables

from troth import gate
from troth.recipients import chosen
from troth.recipients.carrier import CarrierTrouble, HandedOver

from ..models import Parcel
from . import picture

KIND: Final = "delivery_proof"
PURPOSE: Final = "prove_delivery"
# Pictures reach the carrier's books hours after the word. A look that finds none is followed by the next of these.
LATER: Final = (timedelta(hours=6), timedelta(days=1), timedelta(days=3))
LONGEST: Final = 200  # letters of what they say in words
PICTURES: Final = ("signature", "picture")


@sensitive_variables("handed", "told")
def ask(parcel: Parcel, now: datetime) -> bool:
    """Whether there is a proof now that was not there before, or a fuller one. Raises nothing a carrier does."""
    person = gate.person_of_party(parcel.order.whose)
    handed = _handed_over(parcel) if person is not None else None
    told = _in_words(handed) if handed is not None else {}
    pictures = any(name in told for name in PICTURES)
    news = person is not None and bool(told) and (pictures or parcel.proof_record is None)
    if news:
        _seal(parcel, person, told)
    over = person is None or pictures or parcel.looks >= len(LATER)
    again = None if over else now + LATER[parcel.looks]
    Parcel.objects.filter(pk=parcel.pk).update(look_at=again, looks=min(parcel.looks + 1, 99))
    return news


def _handed_over(parcel: Parcel) -> HandedOver | None:
    try:
        return chosen.carrier(parcel.carrier).proof(parcel.tracking)
    except (CarrierTrouble, LookupError):
        return None


@sensitive_variables()
def _in_words(handed: HandedOver) -> dict[str, str]:
    """As fields of a record; what they do not tell is left out."""
    told = {
        "time": handed.when[:LONGEST],
        "place": handed.place[:LONGEST],
        "received_by": handed.received_by[:LONGEST],
        "signature": picture.drawn_anew(handed.signature),
        "picture": picture.drawn_anew(handed.picture),
    }
    return {name: text.strip() for name, text in told.items() if text.strip()}


@sensitive_variables("told")
def _seal(parcel: Parcel, person: gate.PersonId | None, told: dict[str, str]) -> None:
    """The vault first. A look that ends in between is done again by the next, and writes the same record: see `_its_id`."""
    taken = gate.collect(
        person,
        {KIND: told},
        purpose=PURPOSE,
        source="carrier",
        actor=gate.system(PURPOSE),
        party=parcel.order.whose,
        replaces=gate.RecordId(int=parcel.proof_record.int) if parcel.proof_record else None,
        named=_its_id(parcel),
    )
    record = uuid.UUID(int=taken.records[KIND].int)
    Parcel.objects.filter(pk=parcel.pk).update(proof_record=record)


def _its_id(parcel: Parcel) -> gate.RecordId:
    """Of the one proof a parcel has, also where nobody noted that it is there. As random as the parcel's own reference."""
    return gate.RecordId(bytes=hashlib.sha256(f"proof of delivery {parcel.ref}".encode()).digest()[:16], version=4)
