"""Which names that people bring have a number of their own on a day: at most `NAMES` of a kind.

Whoever sends made-up names must neither fill the store nor crowd out the sites that do lead here. Who sends a name cannot be
known, and how often it comes today is for anybody to make up, so neither counts. What does: on how many days before it was
counted, which takes as many days to make up; for the rest of the places the lot decides, anew each day, so that coming first
or often gains nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Set
from datetime import date
from typing import Final

from django.db.models import Count as HowMany
from django.utils.crypto import salted_hmac

from ..models import Count
from ..models.counting import What

NAMES: Final = 200
STEADY: Final = 150  # of them at most are those with the most days; the others are drawn
BROUGHT: Final = (What.SOURCE, What.SEARCH)


def had(day: date, what: What, unnamed: Collection[str]) -> set[str]:
    """The names the day has already."""
    return set(Count.objects.filter(day=day, what=what).exclude(name__in=unnamed).values_list("name", flat=True))


def staying(day: date, what: What, names: Set[str]) -> Set[str]:
    """Those of them that have a number on this day. One query, and only where there are more than there are places."""
    if len(names) <= NAMES:
        return names
    lots = {name: _lot(day, what, name) for name in names}
    days = _days_before(day, what, names)
    steady = sorted(days, key=lambda name: (-days[name], lots[name]))[:STEADY]
    drawn = sorted(names - set(steady), key=lots.__getitem__)[: NAMES - len(steady)]
    return {*steady, *drawn}


def _days_before(day: date, what: What, names: Set[str]) -> dict[str, int]:
    """On how many earlier days each was counted; those that never were are left out."""
    found = Count.objects.filter(what=what, day__lt=day, name__in=names).order_by().values_list("name")
    return dict(found.annotate(HowMany("day")))


def _lot(day: date, what: What, name: str) -> bytes:
    """The same in every process, and nobody outside can tell it."""
    return salted_hmac("troth.visits.counting.lot", f"{day} {what.value} {name}", algorithm="sha256").digest()
