"""Whether the clock can be believed: a wrong one must not erase a shop."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from django.utils import timezone

from troth import ledger

JUMP = timedelta(days=1)


def ticks() -> float:
    """Seconds on a clock that nobody sets, and that goes on while the machine sleeps."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


_began = timezone.now(), ticks()


def jumped(now: datetime) -> bool:
    """Held against the last entry, and against how long this process has run.

    The last entry is not enough: whoever visits after the jump leaves one that carries the wrong time.
    """
    ran_until = _began[0] + timedelta(seconds=ticks() - _began[1])
    last = ledger.state().last_at
    return now - ran_until > JUMP or (last is not None and now - last > JUMP)
