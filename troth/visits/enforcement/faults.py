"""Faults counted: which cookie, on which kind of page, how often. The office and `troth doctor` read them.

The first of its sort in a process is written at once; what follows is added up and written once a minute, so that a fault on every
page is no write on every page. What a process had not written when it ended is lost, at most a minute of it. While the store does
not answer they wait; the response that had one is a good one all the same.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

from django.db import DatabaseError, transaction
from django.db.models import F

from ..models import CookieFault
from .judging import Fault

logger = logging.getLogger("troth.visits")

EVERY: Final = 60.0  # seconds
MOST: Final = 500  # rows; a program that makes names up must not fill the store
PLAIN: Final = re.compile(r"[A-Za-z0-9_.:-]{1,60}")
ODD: Final = "(odd name)"  # a name that might hold anything is not written down

_lock = threading.Lock()
_waiting: Counter[Fault] = Counter()
_met: set[Fault] = set()
_written = 0.0


@dataclass(frozen=True, slots=True)
class Counted:
    cookie: str
    kind: str
    page: str
    many: int
    first_on: date
    last_on: date


def record(fault: Fault) -> None:
    """Raises nothing: whoever asked for the page is not to pay for it."""
    global _written
    fault = replace(fault, cookie=fault.cookie if PLAIN.fullmatch(fault.cookie) else ODD, page=fault.page[:80])
    with _lock:
        if fault in _waiting or len(_waiting) < MOST:
            _waiting[fault] += 1
        now = time.monotonic()
        if (fault in _met or len(_met) >= MOST) and now - _written < EVERY:
            return
        if len(_met) < MOST:
            _met.add(fault)
        _written, due = now, Counter(_waiting)
        _waiting.clear()
    _write_all(due)


def counted() -> list[Counted]:
    """The latest first."""
    rows = CookieFault.objects.order_by("-last_on", "-many", "cookie", "page")
    return [Counted(each.cookie, each.kind, each.page, each.many, each.first_on, each.last_on) for each in rows]


def forget() -> None:
    """Once they are mended. What happens again is counted anew."""
    with _lock:
        _waiting.clear()
        _met.clear()
    CookieFault.objects.all().delete()


def _write_all(due: Counter[Fault]) -> None:
    """Those that the store does not take wait for the next time."""
    for each, many in [*due.items()]:
        try:
            _write(each, many)
        except DatabaseError as error:  # its text may hold a value, so it is not logged
            logger.error("cookies taken out: %s", type(error).__qualname__)
            break
        del due[each]
    with _lock:
        _waiting.update(due)


def _write(fault: Fault, many: int) -> None:
    today = datetime.now(UTC).date()
    rows = CookieFault.objects.filter(cookie=fault.cookie, kind=fault.kind, page=fault.page)
    with transaction.atomic():
        if rows.update(many=F("many") + many, last_on=today) or CookieFault.objects.count() >= MOST:
            return
        told = {"first_on": today, "last_on": today}
        row, new = CookieFault.objects.get_or_create(
            cookie=fault.cookie, kind=fault.kind, page=fault.page, defaults={**told, "many": many}
        )
        if not new:  # another process was quicker
            CookieFault.objects.filter(pk=row.pk).update(many=F("many") + many, last_on=today)
