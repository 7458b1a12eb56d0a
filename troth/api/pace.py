"""How many requests one network may make in a minute. What writes or sends is counted apart, where it happens.

A count by the clock's minute, shared by all processes (see `troth.people.counts`).
"""

from __future__ import annotations

import time

from django.core.cache import caches
from django.http import HttpRequest

from troth.people import limits

WINDOW = 60  # seconds
MOST, MOST_AT_HOME = 600, 60_000


def wait(request: HttpRequest) -> int:
    """Count one more; 0 if it may go on, else the seconds until the next one may."""
    now = int(time.time())
    name = f"troth:api:{now // WINDOW}:{limits.network(request)}"
    kept = caches["default"]
    kept.add(name, 0, WINDOW)
    try:
        many = kept.incr(name)
    except ValueError:  # the minute ended between the two
        return 0
    return 0 if many <= (MOST_AT_HOME if limits.at_home(request) else MOST) else WINDOW - now % WINDOW
