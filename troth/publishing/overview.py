"""How the policy and its ledger are doing, for the office's first page: counts and times, nothing about anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from troth import gate, ledger
from troth.ledger.pulse import Pulse, pulse

DAY = timedelta(hours=24)
FRESH = 60  # seconds a count of the last day is good for
CACHED = "publishing.overview.pulse"


@dataclass(frozen=True, slots=True)
class Hour:
    begins: datetime
    entries: int


@dataclass(frozen=True, slots=True)
class RefusedClause:
    clause: str
    says: str
    times: int


@dataclass(frozen=True, slots=True)
class Overview:
    """`entries` are protected by a checkpoint, `pending` wait for the next one. `hours`: the last 24, oldest first."""

    entries: int
    pending: int
    last_at: datetime | None
    checkpoint_at: datetime | None
    hours: tuple[Hour, ...]
    refusals: int
    refused: tuple[RefusedClause, ...]
    policy: str
    changed: str

    @property
    def busiest(self) -> int:
        return max((hour.entries for hour in self.hours), default=0)

    @property
    def today(self) -> int:
        """Entries of these hours."""
        return sum(hour.entries for hour in self.hours)


def overview() -> Overview:
    state, seen, policy = ledger.state(), _pulse(), gate.policy()
    return Overview(
        entries=state.size,
        pending=state.pending,
        last_at=state.last_at,
        checkpoint_at=seen.checkpoint_at,
        hours=_hours(seen),
        refusals=seen.refusals,
        refused=tuple(_refused(clause, times) for clause, times in seen.refused),
        policy=policy.version,
        changed=str(policy.changed),
    )


def _pulse() -> Pulse:
    """Cached for a minute: it reads a day of the ledger, and every employee's first page asks."""
    held = cache.get(CACHED)
    if held is None:
        held = pulse(timezone.now() - DAY)
        cache.set(CACHED, held, FRESH)
    return held


def _hours(seen: Pulse) -> tuple[Hour, ...]:
    counted = dict(seen.hours)
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    begins = (now - timedelta(hours=back) for back in range(23, -1, -1))
    return tuple(Hour(hour, counted.get(hour, 0)) for hour in begins)


def _refused(clause: str, times: int) -> RefusedClause:
    known = gate.policy().clauses.get(clause)
    return RefusedClause(clause, known.says if known else "", times)
