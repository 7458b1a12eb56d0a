"""Dates with strokes, 03/04/2026: which number is the day is decided once for a whole file, or the file is refused.

An earlier shop writes years first or names its months, but a table saved anew from a spreadsheet has dates as that
spreadsheet's country writes them. A date that is none in one of the two orders, or would still be to come, decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from troth.catalog.importing import NotImportable
from troth.catalog.importing.reading import Table

from . import cells
from .report import IntakeReport

_STROKES: Final = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?:,? +(\S.*))?")
_TIMES: Final = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p", "%H:%M %z", "%H:%M:%S %z")
_A_DAY: Final = timedelta(days=1)  # what is tomorrow there may be today here


class First(StrEnum):
    """What stands before the first stroke."""

    DAY = "day"
    MONTH = "month"


class Undecided(NotImportable):
    """Nobody can tell the days from the months, until somebody says it. The message is a sentence without a value."""

    asks = "dates"


@dataclass(frozen=True, slots=True)
class Dates:
    """How a file writes its dates. `first`: None where none of them leaves a doubt."""

    first: First | None = None

    def moment(self, cell: str) -> datetime | None:
        """In UTC; None for what is no date, or one that is still to come. As `cells.moment`, strokes included."""
        told = _told(cell)
        if told is None:
            return cells.moment(cell)
        found = [date for first in ([self.first] if self.first else First) if (date := _read(told, first))]
        return found[0] if found and found[0] <= timezone.now() else None


@dataclass(frozen=True, slots=True)
class _Proof:
    """The first row whose date can be read one way only."""

    row: int
    column: str


def of(table: Table, columns: Sequence[str], report: IntakeReport, said: First | None = None) -> Dates:
    """Looks at every date in these columns (small spelling) and says in the report what it came to. Raises Undecided.

    What somebody `said` counts, unless the file shows nothing but the contrary; dates it does not fit are named one by one.
    """
    proofs: dict[First, _Proof] = {}
    doubt = ""
    for row, column, told in _with_strokes(table, columns):
        read = {first: date for first in First if (date := _read(told, first))}
        if len(read) == 1:
            proofs.setdefault(next(iter(read)), _Proof(row, column))
        elif len(set(read.values())) == 2:
            doubt = doubt or column
    if said is not None:
        return _as_said(said, proofs)
    if len(proofs) == 2:
        raise Undecided(_mixed(proofs))
    if not proofs:
        if doubt:
            raise Undecided(_open(doubt))
        return Dates()
    ((first, proof),) = proofs.items()
    if doubt:
        report.note(_decided(first, proof.row), row=proof.row, column=proof.column)
    return Dates(first)


def _as_said(said: First, proofs: dict[First, _Proof]) -> Dates:
    against = [proof for first, proof in proofs.items() if first is not said]
    if against and said not in proofs:
        raise Undecided(_contrary(said, against[0]))
    return Dates(said)


def _contrary(said: First, proof: _Proof) -> str:
    if said is First.DAY:
        words = _("You said day first, but row %(row)d has a date in “%(column)s” that can only be month first.")
    else:
        words = _("You said month first, but row %(row)d has a date in “%(column)s” that can only be day first.")
    return words % {"row": proof.row, "column": proof.column}


def _decided(first: First, row: int) -> str:
    if first is First.DAY:
        words = _("Dates such as 3/4/2026 were read day first in the whole file: row %(row)d allows nothing else.")
    else:
        words = _("Dates such as 3/4/2026 were read month first in the whole file: row %(row)d allows nothing else.")
    return words % {"row": row}


def _mixed(proofs: dict[First, _Proof]) -> str:
    words = _(
        "Row %(day)d has a date that can only be day first, row %(month)d one that can only be month first, so nobody "
        "can tell what the others mean. Say which it is, and those it does not fit are named; or save the table with dates "
        "such as 2026-04-03, and bring it in again."
    )
    return words % {"day": proofs[First.DAY].row, "month": proofs[First.MONTH].row}


def _open(column: str) -> str:
    words = _(
        "The dates in “%(column)s” may be day first or month first, and nothing in the file tells which. Say which it "
        "is, or take the file as the earlier shop made it."
    )
    return words % {"column": column}


def _with_strokes(table: Table, columns: Sequence[str]) -> Iterable[tuple[int, str, re.Match[str]]]:
    names = [column for column in table.columns if column.casefold() in columns]
    for row in table.rows:
        for column in names:
            told = _told(row.get(column))
            if told is not None:
                yield row.number, column, told


def _told(cell: str) -> re.Match[str] | None:
    return _STROKES.fullmatch(cells.clean(cell, 60).removesuffix(" UTC"))


def _read(told: re.Match[str], first: First) -> datetime | None:
    """A moment that may have been, read in this order."""
    one, other, year, time = int(told[1]), int(told[3]), int(told[4]), told[5]
    day, month = (one, other) if first is First.DAY else (other, one)
    clock = _clock(time) if time else datetime(2000, 1, 1, tzinfo=UTC)
    try:
        found = clock.replace(year=year, month=month, day=day).astimezone(UTC) if clock else None
    except (ValueError, OverflowError):
        return None
    return found if found and found.year >= cells.OLDEST and found <= timezone.now() + _A_DAY else None


def _clock(text: str) -> datetime | None:
    for shape in _TIMES:
        try:
            found = datetime.strptime(text.upper(), shape)
        except ValueError:
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
