"""`by_buyer`: "I do not owe this." Nothing is written until somebody of ours has looked at it."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from troth import gate

from .. import moving
from ..errors import NotPossible
from ..models import Debt
from ..models.order import By, What
from ..models.owed import Owing, Pause
from ..returns import whose
from . import known


def by_buyer(number: str, ref: uuid.UUID, *, person: gate.PersonId | None = None, browser: str = "") -> bool:
    """False for an order that is not shown to be theirs. Said twice it is one objection, until it was answered.

    Raises NotPossible where nothing is owed any more, or it was said too often for a page to act on by itself.
    """
    order = whose.proven(number, person=person, browser=browser)
    if order is None:
        return False
    debt = Debt.objects.filter(dispute__payment__order=order, public_id=ref).first()
    if debt is None:
        return False
    if debt.state == Owing.OPEN and debt.pause == Pause.OBJECTED:
        return True
    with transaction.atomic():
        order = moving.held(order.pk)
        asked_for = Debt.objects.filter(pk=debt.pk, state=Owing.OPEN, objections__lt=known.OBJECTIONS)
        told = {"pause": Pause.OBJECTED, "paused_at": timezone.now(), "objections": F("objections") + 1}
        if not asked_for.exclude(pause=Pause.OBJECTED).update(**told):
            raise NotPossible
        moving.note(order, By.CUSTOMER, What.DEBT_OBJECTED)
    return True
