"""What of the counts may be shown: sums of days, in fives, and nothing that fewer than five brought.

A page of the office shows these and no others, so that no figure is about one visit (`gate.few` has the arithmetic).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from troth import gate
from troth.gate import Figures

from ..models import Count
from ..models.counting import What
from .tally import OTHERS

__all__ = ["Days", "Figures", "What", "by_day", "by_name", "shown", "terms"]


@dataclass(frozen=True, slots=True)
class Days:
    """By the first day of each step, in fives; None for fewer than five, nothing for none. `total`: of all, in fives."""

    steps: Mapping[date, int | None]
    total: int


def by_day(what: What, first: date, last: date, step_of: Callable[[date], date], *, name: str | None = None) -> Days:
    """Of all names together, or of one; `step_of` says which day, week or month a day belongs to. One query.

    Days are summed before anything is left out, so that few a day may still be shown as many a month.
    """
    found = _between(what, first, last) if name is None else _between(what, first, last).filter(name=name)
    sums: Counter[date] = Counter()
    for day, many in found.order_by().values_list("day").annotate(Sum("many")):
        sums[step_of(day)] += many
    return Days({day: shown(many) for day, many in sums.items()}, shown(sums.total()) or 0)


def by_name(what: What, first: date, last: date) -> Figures:
    """The names that five or more brought; those of the others are in the rest. One query."""
    found = _between(what, first, last).order_by().values_list("name").annotate(Sum("many"))
    return gate.grouped(dict(found))


def terms(first: date, last: date) -> tuple[list[tuple[str, int]], int]:
    """What five or more searches were for and did not find, and how many found nothing in all. One query.

    The others need no rest to hide in: most of all searches have no word of their own here.
    """
    sums = dict(_between(What.SEARCH, first, last).order_by().values_list("name").annotate(Sum("many")))
    every = sums.pop(OTHERS, 0)
    known = sorted(((word, many) for word, many in sums.items() if many >= gate.FEW), key=lambda row: (-row[1], row[0]))
    return [(word, gate.rounded(many)) for word, many in known], shown(every) or 0


def shown(many: int) -> int | None:
    """In fives; None where fewer than five must not be told."""
    return gate.rounded(many) if many == 0 or many >= gate.FEW else None


def _between(what: What, first: date, last: date) -> QuerySet[Count]:
    return Count.objects.filter(what=what, day__gte=first, day__lte=last)
