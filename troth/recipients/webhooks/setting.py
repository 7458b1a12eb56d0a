"""What the office sets: addresses of programs, what each is told, its secret.

add(url, events)          -> Made      with its secret, shown once; raises line.NotCalled for an address that may not be called
choose(ref, events)                    what it is told from now on
rotate(ref)               -> Made      a new secret; the one before signs beside it for a day
switch(ref, on=)                       off: nothing is sent and nothing kept for later. On: as if it had never failed
remove(ref)                            with its log
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from . import line, signing, telling
from .events import Event
from .models import Endpoint

BOTH = timedelta(hours=24)  # two secrets at a time
MOST = 20


class TooMany(ValueError):
    """As many addresses as there may be."""


@dataclass(frozen=True, slots=True)
class Made:
    endpoint: Endpoint
    secret: str = field(repr=False)


def all_of_them() -> QuerySet[Endpoint]:
    return Endpoint.objects.all()


def given_up() -> int:
    """How many were switched off because they failed, and wait for somebody to see to it."""
    return Endpoint.objects.filter(on=False, gave_up_at__isnull=False).count()


def add(url: str, events: Iterable[str]) -> Made:
    """Raises line.NotCalled, TooMany, and ValueError for an event that is none."""
    line.checked(url)
    if Endpoint.objects.count() >= MOST:
        raise TooMany
    endpoint = Endpoint.objects.create(url=url, events=_known(events))
    telling.forget()
    return Made(endpoint, signing.secret_of(endpoint))


def choose(ref: UUID, events: Iterable[str]) -> bool:
    changed = bool(_of(ref).update(events=_known(events)))
    telling.forget()
    return changed


def rotate(ref: UUID) -> Made | None:
    """Pressed twice, the first of the two new ones counts as the one before, and the oldest no more."""
    if not _of(ref).update(round=F("round") + 1, former_until=timezone.now() + BOTH):
        return None
    endpoint = _of(ref).get()
    return Made(endpoint, signing.secret_of(endpoint))


def switch(ref: UUID, *, on: bool) -> bool:
    fresh = {"failures": 0, "resting_until": None} if on else {}
    changed = bool(_of(ref).update(on=on, gave_up_at=None, **fresh))
    telling.forget()
    return changed


def remove(ref: UUID) -> bool:
    gone = bool(_of(ref).delete()[0])
    telling.forget()
    return gone


def _of(ref: UUID) -> QuerySet[Endpoint]:
    return Endpoint.objects.filter(public_id=ref)


def _known(events: Iterable[str]) -> list[str]:
    return sorted(Event(each).value for each in events)
