"""What came in is counted, and each word is heard once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from .models import InboundTally, InboundWord
from .partners import Door, label_of

KEPT: Final = timedelta(days=30)


class HeardBefore(Exception):
    """This very word came in before."""


def heard(door: Door, partner: str, word: str) -> bool:
    return InboundWord.objects.filter(door=door, partner=partner, word=_digest(word)).exists()


def note(door: Door, partner: str, word: str, dropped: int) -> None:
    """Remember that it was heard, and count. Raises HeardBefore, having counted nothing: of two at once one wins.

    In one transaction of the shop with what the word sets going.
    """
    try:
        with transaction.atomic():
            InboundWord.objects.create(door=door, partner=partner, word=_digest(word))
    except IntegrityError:
        raise HeardBefore from None
    count(door, partner, dropped)


def count(door: Door, partner: str, dropped: int) -> None:
    """One more word, and what was thrown away of it."""
    InboundTally.objects.get_or_create(door=door, partner=partner)
    mine = InboundTally.objects.filter(door=door, partner=partner)
    mine.update(heard=F("heard") + 1, dropped=F("dropped") + dropped)


def tallies(door: Door) -> tuple[tuple[str, int, int], ...]:
    """(the partner's name, words heard, things thrown away unread) of each there is. One query."""
    found = InboundTally.objects.filter(door=door).order_by("partner")
    return tuple((_name(door, row.partner), row.heard, row.dropped) for row in found)


@dataclass(frozen=True, slots=True)
class Line:
    """One partner at one door."""

    door: str
    name: str
    heard: int
    dropped: int


def of_all_doors() -> tuple[Line, ...]:
    """One query."""
    rows = InboundTally.objects.order_by("door", "partner")
    told = ((Door(row.door), row) for row in rows if row.door in Door)
    return tuple(Line(door.words, _name(door, row.partner), row.heard, row.dropped) for door, row in told)


def sweep() -> int:
    """Forget words that are older than any a partner would tell again; how many."""
    return InboundWord.objects.filter(heard_at__lt=timezone.now() - KEPT).delete()[0]


def _name(door: Door, partner: str) -> str:
    try:
        return label_of(door, partner)
    except LookupError:  # it was one
        return partner


def _digest(word: str) -> str:
    """A partner's number may be anything; what is kept of it says nothing."""
    return hashlib.sha256(word.encode()).hexdigest()
