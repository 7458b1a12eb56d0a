"""Retention carried out: keys whose time is over are destroyed. Stops when the clock looks wrong."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.utils import timezone

from troth.policy import Allowed, Ask, Verb
from troth.sqlite.shredding import cut_log
from troth.vault import days, journal, keys
from troth.vault.errors import DayIsOver
from troth.vault.models import Key

from . import clock, entries
from .actors import system
from .errors import GateError
from .inforce import policy
from .work import vault_work

BATCH = 500


class ClockJumped(GateError):
    """The clock is more than a day past where it should be: a wrong clock must not erase a shop."""

    def __init__(self) -> None:
        super().__init__(
            "The clock is more than a day past the last ledger entry, or jumped while the shop ran, so nothing was erased. "
            "If the shop really stood still, run `troth retention --after-standstill`."
        )


def check_clock(now: datetime | None = None) -> None:
    """Before anything goes because its time is over. Raises ClockJumped."""
    if clock.jumped(now or timezone.now()):
        raise ClockJumped


def expire(*, after_standstill: bool = False, now: datetime | None = None) -> int:
    """Destroy the keys whose retention has ended, one entry each; how many."""
    now = now or timezone.now()
    if not after_standstill:
        check_clock(now)
    with vault_work():
        due = list(Key.objects.filter(keep_until__lt=now, person=None)[:BATCH])
        for row in due:
            clause = policy().retention[row.retention].clause
            ask = Ask(Verb.ERASE, "comply_with_law", system("comply_with_law"), row.retention)
            entries.write(_subject(row), entries.body(ask, Allowed(clause, frozenset()), (), state="expired"))
        gone = [row.id for row in due]
        journal.write_erased(gone)
        Key.objects.filter(id__in=gone).delete()
    cut_log("vault")
    _end_days(now)
    return len(due)


def _subject(row: Key) -> str:
    """Its name in the ledger. One that opens no more, because its day's secret was lost, goes under a name of its own."""
    try:
        return keys.living(row).subject
    except DayIsOver:
        return secrets.token_hex(16)


def _end_days(now: datetime) -> None:
    """Destroy the secrets of days whose keys are gone. After them, so that a crash in between leaves it to the next run."""
    past = [day for day in days.living() if day < days.named(now - timedelta(days=1))]
    classes = [name for name, each in policy().retention.items() if each.period == "day"]
    ids = {days.key_id(name, day): day for day in past for name in classes}
    kept = {ids[key] for key in Key.objects.filter(id__in=ids).values_list("id", flat=True)}
    for day in past:
        if day not in kept:
            days.end(day)
