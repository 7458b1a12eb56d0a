"""Retention carried out: keys whose time is over are destroyed. Stops when the clock looks wrong."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from troth import ledger
from troth.policy import Allowed, Ask, Verb
from troth.vault import keys
from troth.vault.models import Key

from . import entries
from .actors import system
from .errors import GateError
from .inforce import policy
from .work import vault_work

JUMP = timedelta(days=1)
BATCH = 500


class ClockJumped(GateError):
    """The clock is more than a day past the last entry: a wrong clock must not erase a shop."""

    def __init__(self) -> None:
        super().__init__(
            "The clock is more than a day past the last ledger entry, so nothing was erased. "
            "If the shop really stood still, run `troth retention --after-standstill`."
        )


def expire(*, after_standstill: bool = False, now: datetime | None = None) -> int:
    """Destroy the keys whose retention has ended, one entry each; how many."""
    now = now or timezone.now()
    last = ledger.state().last_at
    if not after_standstill and last is not None and now - last > JUMP:
        raise ClockJumped
    with vault_work():
        due = list(Key.objects.filter(keep_until__lt=now, person=None)[:BATCH])
        for row in due:
            clause = policy().retention[row.retention].clause
            ask = Ask(Verb.ERASE, "comply_with_law", system("comply_with_law"), row.retention)
            entries.write(
                keys.living(row).subject, entries.body(ask, Allowed(clause, frozenset()), (), state="expired")
            )
        keys.destroy([row.id for row in due])
    return len(due)
