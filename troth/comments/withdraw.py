"""Taken back: off the page at once, then destroyed in the vault, then forgotten here. Each step may run twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from troth import gate

from . import theirs
from .models import Comment, Shown, State
from .purpose import PURPOSE

LEFT_AFTER = timedelta(minutes=10)  # longer than any request lives
BATCH = 200


def withdraw(person: gate.PersonId, ref: UUID) -> None:
    """Raises NotThere for anybody else's and for none, `gate.Refused`. Whoever decides about it meanwhile finds nothing."""
    row = theirs.row(person, ref)
    with transaction.atomic():
        Comment.objects.filter(pk=row.pk).update(state=State.GOING, turn=F("turn") + 1, begun_at=timezone.now())
        Shown.bump()
    _destroy(row, gate.the_person(person))


def forget(persons: Iterable[gate.PersonId]) -> int:
    """The rows of people who are about to be erased; how many. Their words go with their keys."""
    parties = [party for person in persons for party in gate.parties_of(person)]
    with transaction.atomic():
        gone, _each = Comment.objects.filter(party__in=parties).delete()
        if gone:
            Shown.bump()
    return gone


def rest(persons: Iterable[gate.PersonId], on: bool) -> None:
    """They stopped processing, or let it go on: their words and stars leave the pages, or come back once the gate allows it.

    May be called again: what is so already is left as it is.
    """
    parties = [party for person in persons for party in gate.parties_of(person)]
    with transaction.atomic():
        if Comment.objects.filter(party__in=parties).exclude(resting=on).update(resting=on, turn=F("turn") + 1):
            Shown.bump()


def sweep(now: datetime | None = None) -> int:
    """What a process that died left half done, and rows of people who are not here any more; how many."""
    before = (now or timezone.now()) - LEFT_AFTER
    left = Comment.objects.filter(state=State.GOING) | Comment.objects.filter(state=State.WRITING, record=None)
    swept = 0
    for row in left.filter(begun_at__lt=before)[:BATCH]:
        _destroy(row, gate.system(PURPOSE))
        swept += 1
    return swept + _of_nobody(Comment.objects.filter(begun_at__lt=before))


def ended() -> int:
    """Those on pages whose words are gone with their keys, whoever ended them: off the page, and forgotten; how many.

    For whoever ends keys by another way than `rights.erase`; `Watch` does it for ways that nobody thought of.
    """
    return _of_nobody(Comment.objects.filter(state=State.SHOWN))


class Watch:
    """Looks where the ledger tells that anything ended since it was asked last, and the first time."""

    def __init__(self) -> None:
        self._place: int | None = None

    def look(self) -> int:
        first, (self._place, some) = self._place is None, gate.ended_since(self._place or 0)
        return ended() if first or some else 0


def _destroy(row: Comment, actor: gate.Actor) -> None:
    gate.forget_unfinished(row.whose, purpose=PURPOSE, actor=actor)
    with transaction.atomic():
        if Comment.objects.filter(pk=row.pk).delete()[0]:
            Shown.bump()


def _of_nobody(among: QuerySet[Comment]) -> int:
    """An erasure that came from elsewhere, a time that is over, or a backup that is older than one: nothing of theirs opens."""
    gone = last = 0
    rows = among.order_by("pk").values_list("pk", "party")
    while some := {gate.PartyId(int=party.int): pk for pk, party in rows.filter(pk__gt=last)[:BATCH]}:
        last = max(some.values())
        known = gate.persons_of_parties(some)
        lost = [pk for party, pk in some.items() if party not in known]
        if lost:
            with transaction.atomic():
                gone += Comment.objects.filter(pk__in=lost).delete()[0]
                Shown.bump()
    return gone
