"""Rotation: every living key is wrapped again, every digest computed again, under a new epoch.

Resumable (rows carry their epoch; what is done is done) and safe beside readers (look-ups try every living epoch) and
writers (new rows are born in the current epoch; a row changed meanwhile is left for the next pass).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from . import aliases, links, records
from .keys import living, unwrap, wrap
from .models import Alias, Key, Link
from .ring import begin_epoch, begun, end_epoch, ring

BATCH = 500
SLOWEST = timedelta(minutes=2)  # longer than any request or task holds a transaction of the vault


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    left: int


def rotate(*, fresh: bool = True) -> Iterator[Progress]:
    """Begin a new epoch (unless one is half done, or `fresh` is false) and bring every row into it."""
    if fresh and _left(ring().current.number) == 0:
        begin_epoch(ring().current.number + 1)
    current, done = ring().current.number, 0
    while True:
        with transaction.atomic(using="vault", durable=True):
            moved = _keys(current) or _links(current) or _aliases(current)
        done += moved
        yield Progress(done, _left(current))
        if not moved:
            return


def retire(number: int | None = None, now: datetime | None = None) -> list[int]:
    """Destroy the secrets of epochs that nothing living needs; the numbers destroyed.

    Call it when the backups made under them have expired. None is destroyed while somebody who began to write under it
    may still be at it: their rows cannot be counted yet.
    """
    current = ring().current.number
    old = [epoch.number for epoch in ring().epochs if epoch.number != current and number in (None, epoch.number)]
    free = [each for each in old if _settled(each, now or timezone.now()) and not _rows(each)]
    for each in free:
        end_epoch(each)
    return free


def _settled(epoch: int, now: datetime) -> bool:
    """Whether the next epoch began long enough ago."""
    following = min(each.number for each in ring().epochs if each.number > epoch)
    return now - begun(following) >= SLOWEST


def _rows(epoch: int) -> int:
    return sum(model.objects.filter(epoch=epoch).count() for model in (Key, Link, Alias))


def _left(current: int) -> int:
    return sum(model.objects.exclude(epoch=current).count() for model in (Key, Link, Alias))


def _keys(current: int) -> int:
    keys = ring()
    rows = list(Key.objects.exclude(epoch=current).select_for_update()[:BATCH])
    for row in rows:
        row.wrapped, row.epoch = wrap(keys.current.wrapping, unwrap(row, keys), row.id), current
    Key.objects.bulk_update(rows, ["wrapped", "epoch"])
    return len(rows)


def _links(current: int) -> int:
    rows = list(Link.objects.exclude(epoch=current).select_for_update()[:BATCH])
    own = {key.person_id: living(key) for key in Key.objects.filter(person__in=[row.person_id for row in rows])}
    for row in rows:
        key = own[row.person_id]
        told = links.open_fields(key.cipher, row.sealed, links.bound(row.what, key))
        row.handle, row.epoch = ring().current.digest(row.what, told["target"]), current
    Link.objects.bulk_update(rows, ["handle", "epoch"])
    return len(rows)


def _aliases(current: int) -> int:
    rows = list(Alias.objects.exclude(epoch=current).select_related("record__key").select_for_update()[:BATCH])
    for row in rows:
        address = records.opened(living(row.record.key), row.record)["email"]
        row.handle, row.epoch = ring().current.digest(aliases.DIGEST, aliases.normalized(address)), current
    Alias.objects.bulk_update(rows, ["handle", "epoch"])
    return len(rows)
