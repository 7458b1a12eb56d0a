"""Cells: a day of a figure with its noise, drawn the first time anybody asks and the same for everybody ever after.

So nobody gets a second draw to average with, not by asking again, not by asking for other days around it, and not by
two partners laying their files side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from ..models import Cell
from . import noise
from .allowance import EACH
from .question import Question

# The true numbers of a page or currency for some days, one list for each of the days, all equally long.
type Exact = Callable[[str, Sequence[date]], Mapping[date, Sequence[int]]]


def released(question: Question, exact: Exact) -> dict[date, list[int]]:
    """Raises `NoNoise`. The true numbers are read for days that were never asked for, and forgotten."""
    known = _known(question)
    missing = [day for day in question.days if day not in known]
    if missing:
        true = exact(question.subject, missing)
        # Of two who draw at once the first is kept, and both are told it.
        Cell.objects.bulk_create((_drawn(question, day, true[day]) for day in missing), ignore_conflicts=True)
        known = _known(question)
    return {day: known[day] for day in question.days}


def _drawn(question: Question, day: date, true: Sequence[int]) -> Cell:
    return Cell(figure=question.figure, subject=question.subject, day=day, values=noise.drawn(true, EACH), loss=EACH)


def _known(question: Question) -> dict[date, list[int]]:
    found = Cell.objects.filter(
        figure=question.figure, subject=question.subject, day__gte=question.first, day__lte=question.last
    )
    return dict(found.values_list("day", "values"))
