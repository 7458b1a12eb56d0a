"""Taking notes back, and forgetting whom nobody has heard of since. May be cut off and called again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from troth import gate

from ..models import Met, ShowNotes
from . import asking, noting

logger = logging.getLogger("troth.leads")
BATCH = 200


def take_back(ref: UUID, actor: gate.Actor, progress: Callable[[int, int], None] | None = None) -> tuple[int, int]:
    """How many are gone, and how many stay because they are customers by now. Raises `gate.Refused`, LookupError.

    A no that was said stays said for whoever stays. A mail that asks about news and was not answered leads nowhere any more.
    """
    noting.may(actor)
    notes = ShowNotes.objects.filter(ref=ref).first()
    if notes is None:
        raise LookupError("no such notes")
    gone = stayed = 0
    rows = list(notes.met.order_by("-pk"))
    for row in rows:
        if _taken_back(row):
            row.delete()
            gone += 1
        else:
            stayed += 1
        if progress is not None:
            progress(gone + stayed, len(rows))
    if not stayed:
        notes.delete()
    return gone, stayed


def sweep(now: datetime | None = None) -> int:
    """Forget people met whose time is over, unless an account, an order or a subscription came since; how many.

    Whom the gate will not erase stays due.
    """
    gone = 0
    for row in Met.objects.filter(made=True, until__lte=now or timezone.now()).order_by("until", "pk")[:BATCH]:
        person = gate.person_behind(row.alias)
        if person is not None and not _stays(person):
            if not _erased(person):
                continue
            gone += 1
        row.delete()
    asking.sweep(now)
    ShowNotes.objects.filter(met=None, people__gt=0, taken_at__lt=timezone.now()).delete()
    return gone


def _taken_back(row: Met) -> bool:
    person = gate.person_behind(row.alias)
    if person is None:
        return True
    if row.made and _stays(person):
        return False
    if row.made and not _handed_on(row, person):
        return _erased(person)
    if row.record is not None:
        gate.discard(person, gate.RecordId(int=row.record.int), actor=gate.system("rights_request"))
    return True


def _handed_on(row: Met, person: gate.PersonId) -> bool:
    """Whether other notes have them, too: then those are what keeps them here."""
    others = Met.objects.filter(alias__in=gate.aliases_of(person)).exclude(notes=row.notes_id)
    other = others.order_by("pk").first()
    return other is not None and bool(Met.objects.filter(pk=other.pk).update(made=True, until=row.until))


def _stays(person: gate.PersonId) -> bool:
    bought = gate.account_of_person(person) is not None or bool(gate.parties_of(person))
    return bought or gate.holds(person, "subscription")


def _erased(person: gate.PersonId) -> bool:
    try:
        gate.erase(person, actor=gate.system("rights_request"))
    except gate.Refused as refused:
        logger.warning("somebody met at a trade show could not be erased: %s", refused.code)
        return False
    return True
