"""The public note: which figures were given to whom, about which days, and how much noise they had."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from troth import gate
from troth.visits import once
from troth.visits.partners import A_MONTH, EACH, given, of_a_day

from .giving import KIND, partners


@dataclass(frozen=True, slots=True)
class Line:
    """`spent`: what it took of the partner's allowance; 0 for what had been given before."""

    made_at: datetime
    partner: str
    figure: str
    subject: str
    first: date
    last: date
    spent: float
    entry: uuid.UUID


@dataclass(frozen=True, slots=True)
class Note:
    """`partners`: who may be given figures now. `each`, `a_day`: epsilon of a series, and of all pages of a day, for everybody.

    `a_month`: of all that one partner is told of a day. `series`: how many of a month that are. `pages`: on how many of a
    day a browser counts.
    """

    partners: tuple[str, ...]
    lines: tuple[Line, ...]
    each: float
    a_day: float
    a_month: float
    series: int
    pages: int


def note() -> Note:
    """One query. A partner or figure the policy no longer knows keeps the name it had."""
    known, labels = gate.policy().recipients, gate.policy().kinds[KIND].fields
    lines = tuple(
        Line(
            row.made_at,
            known[row.partner].label if row.partner in known else row.partner,
            labels[row.figure].label if row.figure in labels else row.figure,
            row.subject,
            row.first,
            row.last,
            row.spent / 1000,
            row.entry,
        )
        for row in given()
    )
    return Note(
        partners=tuple(partners().values()),
        lines=lines,
        each=EACH / 1000,
        a_day=of_a_day(once.MOST) / 1000,
        a_month=A_MONTH / 1000,
        series=A_MONTH // EACH,
        pages=once.MOST,
    )
