"""Everything that was done with a reader's data, newest first, in plain words, each line with its clause and proof."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from troth import gate

from .reader import Reader
from .wording import WORDS, Said

PAGE = 40
NotYetProtected = gate.NotYetProtected


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


@dataclass(frozen=True, slots=True)
class Page:
    lines: tuple[LineShown, ...]
    more_before: UUID | None


def timeline(reader: Reader, *, before: UUID | None = None, limit: int = PAGE) -> Page:
    """One page, merged over everybody the reader is; from after the entry `before` on."""
    each = [
        gate.timeline(person, actor=gate.the_person(person), limit=limit + 1, before=before)
        for person in reader.persons
    ]
    return _page(each, limit)


def proof(reader: Reader, entry: UUID) -> Mapping[str, Any] | None:
    """The inclusion proof of one of the reader's own entries; None for any other."""
    for person in reader.persons:
        found = gate.proof(person, entry)
        if found is not None:
            return found
    return None


def shown(line: gate.Line) -> LineShown:
    policy = gate.policy()
    said = Said(line, policy)
    clause = policy.clauses.get(line.clause)
    template: Promise | str = WORDS.get(said.case, WORDS["other"])
    return LineShown(
        entry=line.entry,
        at=line.at,
        what=str(template) % said.parts(),
        who=said.who(),
        why=said.why(),
        fields=said.fields(),
        clause=line.clause,
        clause_says=clause.says if clause else "",
        verb=line.verb,
        reason=line.reason,
        refused=line.decision == "refused",
        pending=line.pending,
    )


def _page(each: list[list[gate.Line]], limit: int) -> Page:
    merged = list(heapq.merge(*each, key=lambda line: line.at, reverse=True))
    lines, more = merged[:limit], len(merged) > limit
    return Page(tuple(shown(line) for line in lines), lines[-1].entry if more and lines else None)
