"""Erasing oneself: the plan is shown first, the confirmation leaves while there is still an address to send it to."""

from __future__ import annotations

from dataclasses import dataclass

from troth import channels, gate
from troth.orders import parties as order_parties
from troth.people import forgetting

from .reader import Reader


@dataclass(frozen=True, slots=True)
class LineShown:
    labels: tuple[str, ...]
    records: int
    until: object
    clause: str
    because: str


@dataclass(frozen=True, slots=True)
class PlanShown:
    now: tuple[LineShown, ...]
    later: tuple[LineShown, ...]
    unfinished: tuple[str, ...]  # numbers of orders still under way


def plan(reader: Reader) -> PlanShown:
    """What would go now, what stays until when because of which clause. Changes nothing."""
    lines = [
        line for person in reader.persons for line in gate.erasure_plan(person, unfinished=_unfinished(person)).lines
    ]
    numbers = [number for person in reader.persons for number, _ in order_parties.numbers(_unfinished(person)).values()]
    return PlanShown(
        tuple(_shown(line) for line in lines if line.until is None),
        tuple(_shown(line) for line in lines if line.until is not None),
        tuple(numbers),
    )


def erase(reader: Reader, *, actor: gate.Actor | None = None) -> PlanShown:
    """Do it. Afterwards nobody here, and no backup once its epoch has ended, knows who they were.

    `actor`: the employee who does it on request; else the reader themselves.
    """
    planned = plan(reader)
    channels.send_now("erasure_done", reader.first)
    for person in reader.persons:
        gate.erase(person, actor=actor or gate.the_person(person), unfinished=_unfinished(person))
    if reader.account is not None:
        forgetting.forget_account(reader.account)
    return planned


def _unfinished(person: gate.PersonId) -> list[gate.PartyId]:
    return order_parties.unfinished(gate.parties_of(person))


def _shown(line: gate.PlanLine) -> LineShown:
    kinds = gate.policy().kinds
    return LineShown(
        tuple(kinds[kind].label for kind in line.kinds), line.records, line.until, line.clause, line.because
    )
