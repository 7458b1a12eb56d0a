"""The record as its person sees it, and its end: line by line, or all at once."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from troth import gate

from . import again
from .word import KIND


@dataclass(frozen=True, slots=True)
class Line:
    """One look. `product`: its address in the catalogue; `time`: an ISO moment."""

    record: gate.RecordId
    product: gate.Personal
    time: gate.Personal


def lines(person: gate.PersonId) -> tuple[Line, ...]:
    """What is noted of the person, newest first. Raises `gate.Refused`."""
    opened = gate.use(person, [KIND], purpose="rights_request", actor=gate.the_person(person))
    found = [
        Line(record.id, product, at)
        for record in opened.all(KIND)
        if isinstance(product := record["product"], gate.Personal) and isinstance(at := record["time"], gate.Personal)
    ]
    return tuple(sorted(found, key=lambda line: line.time.reveal(), reverse=True))


def anything(person: gate.PersonId) -> bool:
    """Whether anything is noted of the person. Opens nothing, so nothing is entered."""
    kept = gate.policy().kinds[KIND].retention
    return any(line.retention == kept for line in gate.erasure_plan(person).lines)


def remove(person: gate.PersonId, record: UUID) -> None:
    """Nothing happens for a line that is not there, or not theirs. Raises `gate.Refused`."""
    gate.discard(person, gate.RecordId(int=record.int), actor=gate.the_person(person))
    _look_anew(person)


def remove_all(person: gate.PersonId) -> int:
    """With the keys; how many lines there were. Raises `gate.Refused`."""
    gone = gate.discard_all(person, KIND, actor=gate.the_person(person))
    _look_anew(person)
    return gone


def _look_anew(person: gate.PersonId) -> None:
    """What they look at next is noted, even if they looked at it just before."""
    account = gate.account_of_person(person)
    if account is not None:
        again.forget(account)
