"""The people's part of an order, field by field: for programs, which need a postcode and not the lines of a label.

What opens is what opens on the desk's screen (`parts.NEEDED`), under the same purposes, with the same entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from troth import gate

from . import jobs
from .models import Order
from .parts import NEEDED, Value

Fields = Mapping[str, Value]


def opened(number: str, actor: gate.Actor) -> dict[str, Fields] | None:
    """kind → field → value or seal. None for a number that is not there; a kind that was never told is empty.

    A seal stands in the place of each field that the actor's purposes do not open.
    """
    order = Order.objects.filter(number=number).first()
    if order is None:
        return None
    found = {kind: _sealed(kind, jobs.seal(actor, *purposes)) for kind, purposes in NEEDED.items()}
    kinds: dict[str, list[str]] = {}
    for kind, purposes in NEEDED.items():
        if purpose := jobs.purpose_for(actor, *purposes):
            kinds.setdefault(purpose, []).append(kind)
    for purpose, asked in kinds.items():
        found |= _for_purpose(order.whose, asked, purpose, actor)
    return found


def _for_purpose(whose: gate.PartyId, kinds: list[str], purpose: str, actor: gate.Actor) -> dict[str, Fields]:
    try:
        answer = gate.use(whose, kinds, purpose=purpose, actor=actor)
    except gate.Refused as refused:
        seal = gate.Withheld(refused.clause, refused.reason)
        return {kind: _sealed(kind, seal) for kind in kinds}
    records = {kind: answer.first(kind) for kind in kinds}
    return {kind: dict(record.fields) if record else {} for kind, record in records.items()}


def _sealed(kind: str, seal: gate.Withheld) -> Fields:
    return dict.fromkeys(gate.policy().kinds[kind].fields, seal)


@dataclass(frozen=True, slots=True)
class Kept:
    """A value that is not told, and why."""

    kind: str
    field: str
    clause: str
    reason: str


def revealed(told: Mapping[str, Fields]) -> tuple[dict[str, dict[str, str]], tuple[Kept, ...]]:
    """(kind → field → plain text, what is withheld), for the edge where it is told, and nothing else."""
    plain = {
        kind: {name: value.reveal() for name, value in fields.items() if isinstance(value, gate.Personal)}
        for kind, fields in told.items()
    }
    kept = tuple(
        Kept(kind, name, value.clause, value.reason)
        for kind, fields in told.items()
        for name, value in fields.items()
        if isinstance(value, gate.Withheld)
    )
    return plain, kept
