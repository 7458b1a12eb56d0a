"""What the book-keeper decides about an open invoice: no reminders, reminders again, or to ask for it no more."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from troth import gate

from .. import moving
from ..errors import NotPossible
from ..models import OnAccount
from ..models.account import Reminded, Standing
from ..models.order import By, What
from ..states import MORE_TO_SEND
from . import known

SENT = MORE_TO_SEND  # what was not sent is cancelled instead, goods and all


def stop(number: str, actor: gate.Actor) -> None:
    """No reminder leaves until somebody says so. Raises NotPossible, gate.Refused, OnAccount.DoesNotExist."""
    known.may(actor)
    running = OnAccount.objects.filter(pk=known.read(number).pk, state=Standing.OPEN, remind_on__isnull=False)
    if not running.update(remind_on=None):
        raise NotPossible


def go_on(number: str, actor: gate.Actor) -> None:
    """Reminders leave again, the next one after two weeks. Raises the same."""
    known.may(actor)
    again = timezone.localdate() + known.NEXT
    resting = OnAccount.objects.filter(pk=known.read(number).pk, state=Standing.OPEN, remind_on=None)
    if not resting.exclude(reminded=Reminded.LAST).update(remind_on=again):
        raise NotPossible


def let_go(number: str, actor: gate.Actor) -> None:
    """It is not asked for any more; of what comes all the same somebody decides, see `came_late`. Raises the same."""
    known.may(actor)
    owed = known.read(number)
    with transaction.atomic():
        order = moving.held(owed.order_id)
        asked_for = OnAccount.objects.filter(pk=owed.pk, state=Standing.OPEN)
        if order.status not in SENT or not asked_for.update(
            state=Standing.LET_GO, remind_on=None, ended_at=timezone.now()
        ):
            raise NotPossible
        moving.note(order, By.STAFF, What.ACCOUNT_LET_GO)
