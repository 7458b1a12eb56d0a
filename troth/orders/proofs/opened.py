"""One proof of delivery, opened by purpose for one look. Only the record of that parcel is handed on."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from troth import gate

from .. import access, jobs
from ..models import Order, Parcel
from ..parts import Value
from ..said import carrier_name
from .ask import KIND, PICTURES, PURPOSE
from .picture import TYPE


@dataclass(frozen=True, slots=True)
class Proof:
    """`words`: label and value, printed with `|reveal`. `pictures`: the same with a picture's address, which holds it whole."""

    number: str
    carrier: str
    tracking: str
    words: tuple[tuple[str, Value], ...]
    pictures: tuple[tuple[str, Value], ...]


def for_staff(number: str, parcel: uuid.UUID, actor: gate.Actor) -> Proof | None:
    """None where there is none. Raises gate.Refused for a job that does not include it."""
    jobs.may(actor, PURPOSE)
    return _opened(number, parcel, actor)


def for_buyer(
    number: str, parcel: uuid.UUID, *, person: gate.PersonId | None = None, browser: str = ""
) -> Proof | None:
    """For the order's account, or a browser that came by the mailed link. None for everybody else and every other order."""
    if person is not None and Order.objects.filter(number=number, party__in=gate.parties_of(person)).exists():
        return _opened(number, parcel, gate.the_person(person))
    held = access.of(number, browser)
    if held is None or not held.proven:
        return None
    return _opened(number, parcel, gate.the_person(None))


def _opened(number: str, parcel: uuid.UUID, actor: gate.Actor) -> Proof | None:
    """None as well once the record is gone from the vault, and for a person who was erased."""
    row = Parcel.objects.select_related("order").filter(order__number=number, public_id=parcel).first()
    if row is None or row.proof_record is None:
        return None
    if gate.person_of_party(row.order.whose) is None:
        _gone(row)
        return None
    opened = gate.use(row.order.whose, (KIND,), purpose=PURPOSE, actor=actor)
    record = next((each for each in opened.all(KIND) if each.id == row.proof_record), None)
    if record is None:
        _gone(row)
        return None
    told = [*_labelled(record)]
    return Proof(
        row.order.number,
        carrier_name(row.carrier),
        row.tracking,
        tuple((label, value) for name, label, value in told if name not in PICTURES),
        tuple((label, _whole(value)) for name, label, value in told if name in PICTURES),
    )


def _gone(parcel: Parcel) -> None:
    """Nobody is led to it again. Not where a fuller one has taken its place meanwhile."""
    Parcel.objects.filter(pk=parcel.pk, proof_record=parcel.proof_record).update(proof_record=None)


def _labelled(record: gate.OpenedRecord) -> Iterable[tuple[str, str, Value]]:
    """In the policy's words and order; what the carrier did not tell is left out."""
    for name, field in gate.policy().kinds[KIND].fields.items():
        value = record[name]
        if value is not None:
            yield name, field.label, value


def _whole(value: Value) -> Value:
    """For an `<img src>`: the picture is in the page, so that it has no address of its own."""
    return (
        gate.Personal(f"data:{TYPE};base64,{value.reveal()}", value.grant)
        if isinstance(value, gate.Personal)
        else value
    )
