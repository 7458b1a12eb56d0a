"""Visitors of a page: the true numbers, for noise to be put to, and for nobody else.

A visitor is a browser that allows measurement, on one day. It is counted once for a page and for `once.MOST` pages at most,
which it keeps to by itself; nobody else is in these numbers (docs/adr/0014).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ..models import Count
from ..models.counting import What


def visitors(page: str, days: Sequence[date]) -> Mapping[date, Sequence[int]]:
    """For each of the days, one number. One query."""
    rows = Count.objects.filter(what=What.VISITOR, name=page, day__gte=min(days), day__lte=max(days))
    found = dict(rows.values_list("day", "many"))
    return {day: [found.get(day, 0)] for day in days}
