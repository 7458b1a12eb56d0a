"""How busy the log was: counts by hour and by refused clause, for whoever looks after the shop. No entry is shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from . import store
from .entry import EntryBody
from .models import Checkpoint

MOST_REFUSALS = 5000  # beyond that a count says enough


@dataclass(frozen=True, slots=True)
class Pulse:
    """Since some moment. `hours`: (beginning of the hour, entries), without the empty ones."""

    hours: tuple[tuple[datetime, int], ...]
    refused: tuple[tuple[str, int], ...]  # (clause, how often), the most frequent first
    refusals: int
    checkpoint_at: datetime | None


def pulse(since: datetime) -> Pulse:
    """About twenty small look-ups to find where `since` begins, and two statements over what came after."""
    first = _first_since(since)
    bodies = store.refused_from(first, MOST_REFUSALS)
    clauses = Counter(EntryBody.read(body).clause for body in bodies)
    hours = tuple((datetime.fromisoformat(f"{hour}:00:00+00:00"), many) for hour, many in store.hours_from(first))
    at = Checkpoint.objects.using(store.STORE).order_by("-id").values_list("at", flat=True).first()
    return Pulse(hours, tuple(clauses.most_common()), len(bodies), at)


def _first_since(since: datetime) -> int:
    """The id at which entries no older than `since` begin. Ids grow with time, so halving finds it without an index."""
    low, high = store.id_range()
    high += 1
    while low < high:
        middle = (low + high) // 2
        found = store.body_from(middle)
        if found is None or _at(found[1]) >= since:
            high = middle
        else:
            low = found[0] + 1
    return low


def _at(body: str) -> datetime:
    return EntryBody.read(body).at or datetime.min.replace(tzinfo=UTC)
