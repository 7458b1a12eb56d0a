"""A page of the timeline as one reads a diary: by day; what the reader did in a row folded; an outcome with its cause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .timeline import LineShown

BROWSING = frozenset({"2c.record", "1.3.personal"})  # clauses under which the shop follows what somebody looks at


@dataclass(frozen=True, slots=True)
class Part:
    """One line with what became of it, or several of the reader's own that follow each other."""

    lines: tuple[LineShown, ...]
    outcome: LineShown | None = None

    @property
    def line(self) -> LineShown:
        return self.lines[0]

    @property
    def folded(self) -> bool:
        return len(self.lines) > 1

    @property
    def what(self) -> str:
        """A sentence for all of them."""
        if not self.folded:
            return self.line.what
        if not self.line.own:
            many = len(self.lines)
            said = ngettext(
                "While you were signed in, what you looked at was noted or used, %(many)s time.",
                "While you were signed in, what you looked at was noted or used, %(many)s times.",
                many,
            )
            return said % {"many": many}
        many, labels = len(self.lines), dict.fromkeys(label for line in self.lines for label in line.fields)
        said = (
            ngettext("You gave us data, %(many)s time", "You gave us data, %(many)s times", many)
            if self.line.verb == "collect"
            else ngettext("You looked at your data, %(many)s time", "You looked at your data, %(many)s times", many)
        )
        return _("%(said)s: %(labels)s.") % {"said": said % {"many": many}, "labels": ", ".join(labels)}


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    parts: tuple[Part, ...]


def diary(lines: Iterable[LineShown]) -> tuple[Day, ...]:
    """Newest first, as the lines come."""
    lines = tuple(lines)
    told = {line.entry for line in lines if line.verb in ("disclose", "reach")}
    outcomes = {line.refers: line for line in lines if line.refers and line.verb == "outcome" and line.refers in told}
    left = (line for line in lines if not (line.verb == "outcome" and line.refers in told))
    days = groupby(left, key=lambda line: timezone.localtime(line.at).date())
    return tuple(Day(day, tuple(_parts(of_day, outcomes))) for day, of_day in days)


def _parts(lines: Iterable[LineShown], outcomes: Mapping[UUID, LineShown]) -> Iterator[Part]:
    for _key, row in groupby(lines, key=_fold):
        alike = tuple(row)
        yield Part(alike, outcomes.get(alike[0].entry) if len(alike) == 1 else None)


def _fold(line: LineShown) -> object:
    """Lines with the same answer that follow each other are folded, and so is what comes with each page one opens."""
    if line.clause in BROWSING and not line.own and not line.refused and line.verb in ("use", "collect"):
        return BROWSING
    return line.verb if line.own and not line.refused and line.verb in ("use", "collect") else line.entry
