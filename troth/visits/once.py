"""How a visitor's browser keeps to its share: a page once a day, and so many pages a day at most.

The cookie holds the day and a short mark of each page that was counted; no identifier, and nothing that is kept here:

    20261123.1f0a.99b2

The marks stand in their own order and not in that of the day, so whoever was counted on the same pages has the same. It waits for a yes to measurement, and a browser that does not send today's back
is not counted. docs/adr/0014 says what that bounds, and what it does not.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Final

from django.utils import timezone

from troth import gate

NAME: Final = "counted"
CATEGORY: Final = "measurement"
MOST: Final = 4  # pages that count of one browser's day
_MARK: Final = 4  # digits; two pages in 65,536 share one, and then the second is not counted
_FORM: Final = re.compile(rf"(\d{{8}})((?:\.[0-9a-f]{{{_MARK}}}){{0,{MOST}}})", re.ASCII)


def is_declared() -> bool:
    """Whether the policy in force has the cookie. Where it has not, nobody is counted so."""
    declared = gate.policy().cookies.get(NAME)
    return declared is not None and declared.in_force and declared.category == CATEGORY


def begun(day: date) -> str:
    """Before anything was counted."""
    return f"{day:%Y%m%d}"


def is_of(text: str, day: date) -> bool:
    """Whether it is a cookie of that day; anything that is not of the form is none."""
    found = _FORM.fullmatch(text)
    return found is not None and found[1] == begun(day)


def added(text: str, page: str, day: date) -> str | None:
    """What the cookie says once the page is counted; None where it must not be: counted before, or the share is used up."""
    if not is_of(text, day):
        return None
    _day, *marks = text.split(".")
    mark = sha256(page.encode()).hexdigest()[:_MARK]
    return None if mark in marks or len(marks) >= MOST else ".".join([begun(day), *sorted([*marks, mark])])


def life(now: datetime) -> int:
    """Seconds until midnight where the shop is."""
    here = timezone.localtime(now)
    midnight = timezone.make_aware(datetime.combine(here.date() + timedelta(days=1), time.min))
    return max(1, int((midnight - now).total_seconds()))
