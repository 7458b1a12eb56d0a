"""A carrier that fails again and again is left alone for a while, by every process alike.

The count lives in the shop store. After `FAILS` failures in a row nobody asks for `REST`; then one process may try (half
open): if that works all is well again, and if not the rest doubles, up to `LONGEST`. A refusal is an answer: it counts
as working.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from .carrier import CarrierResting, CarrierUnreachable
from .models import CarrierHealth

FAILS = 4
REST = timedelta(minutes=1)
LONGEST = timedelta(minutes=30)
TRIAL = timedelta(minutes=1)  # as long as the slowest answer; a process that died on trial blocks nobody for longer


@contextmanager
def guarding(recipient: str) -> Iterator[None]:
    """Around everything that is asked of a carrier. Raises CarrierResting instead of asking while they rest."""
    row = CarrierHealth.objects.filter(recipient=recipient).first()
    if row is not None and row.resting_until is not None and not _may_try(row):
        raise CarrierResting("the carrier failed several times and is left alone for a while")
    try:
        yield
    except CarrierUnreachable:
        _failed(recipient)
        raise
    except Exception:
        _works(row)
        raise
    _works(row)


def _may_try(row: CarrierHealth) -> bool:
    """Half open: the rest is over and this process is the one that tries."""
    now = timezone.now()
    free = CarrierHealth.objects.filter(pk=row.pk, resting_until__lte=now)
    return bool(free.update(resting_until=now + TRIAL))


def _failed(recipient: str) -> None:
    now = timezone.now()
    row, _made = CarrierHealth.objects.get_or_create(recipient=recipient, defaults={"failing_since": now})
    ours = CarrierHealth.objects.filter(pk=row.pk)
    ours.update(failures=F("failures") + 1, failing_since=row.failing_since or now)
    row.refresh_from_db()
    if row.failures >= FAILS:
        ours.update(resting_until=now + rest(row.failures))


def _works(row: CarrierHealth | None) -> None:
    if row is not None and (row.failures or row.resting_until):
        healthy: dict[str, datetime | int | None] = {"failures": 0, "failing_since": None, "resting_until": None}
        CarrierHealth.objects.filter(pk=row.pk).update(**healthy)


def rest(failures: int) -> timedelta:
    """How long they are left alone after so many failures in a row: 1, 2, 4, … minutes, at most half an hour."""
    return min(REST * 2 ** min(failures - FAILS, 10), LONGEST)
