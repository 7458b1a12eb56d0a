"""Everything that was done with a reader's data, newest first, in plain words, each line with its clause and proof."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from troth import gate

from . import about_orders
from .reader import Reader
from .wording import Said

PAGE = 40
AT_ONCE = 200  # how many lines are fetched at a time where only some will be shown
NotYetProtected = gate.NotYetProtected
_NONE = "-"


class Show(StrEnum):
    """Which lines are wanted."""

    ALL = "all"
    OTHERS = "others"  # what anybody but the reader did
    TOLD = "told"  # what was told to somebody outside


@dataclass(frozen=True, slots=True)
class LineShown:
    entry: UUID
    at: datetime
    what: str  # a sentence
    who: str
    why: str
    fields: tuple[str, ...]  # labels of what was touched
    clause: str
    clause_says: str
    verb: str
    reason: str  # an employee's own words, where the job did not imply the purpose
    refused: bool
    pending: bool
    because: str = ""  # of a refusal: why
    own: bool = False  # the reader did it themselves
    refers: UUID | None = None  # of an outcome: the disclosure it is about
    order: str = ""  # the number of the order it is about, where that is certain


@dataclass(frozen=True, slots=True)
class Page:
    """`cursor` asks for the next page of `timeline`; empty on the last one. `more_before` is its last entry."""

    lines: tuple[LineShown, ...]
    more_before: UUID | None
    cursor: str = ""


def timeline(reader: Reader, *, show: Show = Show.ALL, cursor: str = "", limit: int = PAGE) -> Page:
    """One page, merged over everybody the reader is, from where the page with that cursor ended."""
    places = _places(cursor, len(reader.persons))
    each = [_from(number, person, places[number], show, limit) for number, person in enumerate(reader.persons)]
    lines: list[gate.Line] = []
    for number, line in heapq.merge(*each, key=lambda told: told[1].at, reverse=True):
        if not _wanted(line, show):
            continue
        if len(lines) == limit:
            return Page(_with_orders(reader, lines), lines[-1].entry, _cursor(places))
        lines.append(line)
        places[number] = line.entry
    return Page(_with_orders(reader, lines), None)


def proof(reader: Reader, entry: UUID) -> Mapping[str, Any] | None:
    """The inclusion proof of one of the reader's own entries; None for any other, be it somebody's or nobody's."""
    for person in reader.persons:
        found = gate.proof(person, entry)
        if found is not None:
            return found
    return None


def shown(line: gate.Line, said: type[Said] = Said) -> LineShown:
    """`said`: how it is put into words, and for whom."""
    policy = gate.policy()
    put = said(line, policy)
    clause = policy.clauses.get(line.clause)
    refused = line.decision == "refused"
    refusal = policy.refusals.get(line.code) if refused else None
    return LineShown(
        entry=line.entry,
        at=line.at,
        what=put.what(),
        who=put.who(),
        why=put.why(),
        fields=put.fields(),
        clause=line.clause,
        clause_says=clause.says if clause else "",
        verb=line.verb,
        reason=line.reason,
        refused=refused,
        pending=line.pending,
        because=refusal.reason if refusal else "",
        own=line.actor == "person",
        refers=line.refers,
    )


def _with_orders(reader: Reader, lines: list[gate.Line]) -> tuple[LineShown, ...]:
    numbers = about_orders.numbers(reader, [line.entry for line in lines])
    return tuple(replace(shown(line), order=numbers.get(line.entry, "")) for line in lines)


def _wanted(line: gate.Line, show: Show) -> bool:
    if show is Show.TOLD:
        return line.verb in ("disclose", "outcome") and bool(line.recipient)
    return show is Show.ALL or line.actor != "person"


def _from(
    number: int, person: gate.PersonId, before: UUID | None, show: Show, limit: int
) -> Iterator[tuple[int, gate.Line]]:
    """One person's lines with their place among the reader's persons. Fetched as they are needed."""
    at_once = limit + 1 if show is Show.ALL else AT_ONCE
    while True:
        lines = gate.timeline(person, actor=gate.the_person(person), limit=at_once, before=before)
        yield from ((number, line) for line in lines)
        if len(lines) < at_once:
            return
        before = lines[-1].entry


def _places(cursor: str, how_many: int) -> list[UUID | None]:
    """Each person's own place: two people's lines need not stand in the ledger in the order of their clocks."""
    places: list[UUID | None] = [None] * how_many
    for number, text in enumerate(cursor.split(".")[:how_many]):
        with suppress(ValueError):
            places[number] = UUID(text)
    return places


def _cursor(places: list[UUID | None]) -> str:
    return ".".join(place.hex if place else _NONE for place in places)
