"""Days on which far more visits were counted than is usual here: somebody may have asked for pages by program.

Who asks cannot be told apart, so nothing is taken off; whoever reads the figures is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final

from django.db.models import Sum

from troth import gate

from ..models import Count
from ..models.counting import What

BEFORE: Final = 28  # days that say what is usual
FEWEST: Final = 7  # of them with visits; before that nothing is usual
TIMES: Final = 5
MORE: Final = 200  # visits more than usual: a small shop's good day is none


@dataclass(frozen=True, slots=True)
class Flooded:
    """Both in fives."""

    day: date
    many: int
    usual: int


def flooded(first: date, last: date, *, page: str | None = None) -> tuple[Flooded, ...]:
    """Of all pages, or of one. A flooded day says nothing of what is usual. One query."""
    counts = Count.objects.filter(what=What.VISIT, day__gte=first - timedelta(days=BEFORE), day__lte=last)
    counts = counts if page is None else counts.filter(name=page)
    sums: dict[date, int] = dict(counts.order_by("day").values_list("day").annotate(Sum("many")))
    found: dict[date, Flooded] = {}
    for day, many in sums.items():
        before = [sums[each] for each in _days_before(day) if each in sums and each not in found]
        usual = median(before) if len(before) >= FEWEST else many
        if many >= TIMES * usual and many - usual >= MORE:
            found[day] = Flooded(day, gate.rounded(many), gate.rounded(round(usual)))
    return tuple(each for each in found.values() if each.day >= first)


def _days_before(day: date) -> list[date]:
    return [day - timedelta(days=each) for each in range(1, BEFORE + 1)]
