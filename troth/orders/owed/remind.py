"""`remind`: who has not paid two weeks after a letter is written to once more, twice at the most."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from troth import gate

from .. import moving
from ..models import Debt
from ..models.order import By, What
from ..models.owed import Asking, Owing, Pause
from . import known

NEXT = {Asking.REQUEST: Asking.FIRST, Asking.FIRST: Asking.LAST}
BATCH = 200


def remind(now: datetime | None = None) -> int:
    """How many letters were queued. May run at any time, in several places at once."""
    now = now or timezone.now()
    late = Debt.objects.filter(state=Owing.OPEN, pause="", level__in=NEXT, due_on__lt=timezone.localdate(now))
    return sum(_one(debt, now) for debt in late.select_related("dispute__payment__order")[:BATCH])


def _one(debt: Debt, now: datetime) -> bool:
    """One step, whoever else looks at the same row or hears of its payment meanwhile."""
    pk = known.order_of(debt).pk
    if gate.person_of_party(known.order_of(debt).whose) is None:
        _nobody(debt, now)
        return False
    step = NEXT[Asking(debt.level)]
    with transaction.atomic():
        order = moving.held(pk)
        as_read = Debt.objects.filter(pk=debt.pk, state=Owing.OPEN, pause="", level=debt.level, due_on=debt.due_on)
        if not as_read.update(level=step, due_on=known.due(now)):
            return False
        moving.note(order, By.SHOP, What.DEBT_REMINDED)
        known.write(debt, order, step)
    return True


def _nobody(debt: Debt, now: datetime) -> None:
    """They had themselves erased: the desk sees it, and lets it go."""
    Debt.objects.filter(pk=debt.pk, state=Owing.OPEN, pause="").update(pause=Pause.NOBODY, paused_at=now)
