"""Told in time that one ends; and cleared up what a process that died left half-way. Each may run twice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from troth import channels, gate

from ..models import PriceBook
from ..models.exemption import Exemption, Standing
from . import books, holding
from .purpose import PURPOSE, declared

BEFORE: Final = timedelta(days=30)  # time enough to have a certificate renewed
LEFT_AFTER: Final = timedelta(minutes=10)  # longer than any request lives
BATCH: Final = 200
ENDING: Final = "ending"
NOT_APPROVED: Final = (Standing.ASKED, Standing.DECLINED)


def tell(now: datetime | None = None) -> int:
    """Those that end within the month and whose holders were not told; how many. Nobody is told twice."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    if not declared():
        return 0
    soon = holding.in_force(today).filter(valid_until__lte=today + BEFORE, warned_at=None).order_by("valid_until", "pk")
    told = 0
    for row in soon[:BATCH]:
        person = gate.person_of_party(row.whose)
        with transaction.atomic():
            if Exemption.objects.filter(pk=row.pk, state=Standing.HOLDS, warned_at=None).update(warned_at=now):
                told += 1
                if person is not None:
                    channels.send("exemption_news", person, exemption=row.pk, news=ENDING)
    return told


def sweep(now: datetime | None = None) -> int:
    """What was filed or taken back half-way, and rows of people who are not here any more; how many."""
    before = (now or timezone.now()) - LEFT_AFTER
    swept = 0
    for row in Exemption.objects.filter(state=Standing.FILING, begun_at__lt=before)[:BATCH]:
        gate.forget_unfinished(row.whose, purpose=PURPOSE)
        swept += Exemption.objects.filter(pk=row.pk, state=Standing.FILING).delete()[0]
    for row in books.unentered().order_by("pk")[:BATCH]:
        books.enter_late(row)
    return swept + _outlived(now or timezone.now()) + _of_nobody(before)


def _outlived(now: datetime) -> int:
    """Not approved for as long as the policy keeps such things: also from before those were kept apart from the books."""
    gone = 0
    for row in Exemption.objects.filter(state__in=NOT_APPROVED).order_by("begun_at", "pk")[:BATCH]:
        # From now on nobody approves it; where this dies, it is one that was filed half-way.
        same = Exemption.objects.filter(pk=row.pk, state=row.state)
        if books.outlived(row, now) and same.update(state=Standing.FILING):
            gate.forget_unfinished(row.whose, purpose=PURPOSE)
            gone += Exemption.objects.filter(pk=row.pk, state=Standing.FILING).delete()[0]
    return gone


def _of_nobody(before: datetime) -> int:
    """An erasure that came from elsewhere, or a time that is over: nothing says any more whose it is."""
    gone = last = 0
    rows = Exemption.objects.filter(begun_at__lt=before).order_by("pk").values_list("pk", "party")
    while some := {gate.PartyId(int=party.int): pk for pk, party in rows.filter(pk__gt=last)[:BATCH]}:
        last = max(some.values())
        known = gate.persons_of_parties(some)
        if lost := [pk for party, pk in some.items() if party not in known]:
            with transaction.atomic():
                gone += Exemption.objects.filter(pk__in=lost).delete()[0]
                PriceBook.renew()
    return gone
