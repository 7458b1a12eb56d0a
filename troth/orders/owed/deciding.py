"""What the desk decides about money owed: nothing is written for now, we go on asking, we let it go."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from troth import gate

from .. import expire, moving
from ..errors import NotPossible
from ..models import Debt
from ..models.order import By, What
from ..models.owed import LetGoFor, Owing, Pause
from . import known


def stop(ref: uuid.UUID, actor: gate.Actor) -> None:
    """No reminders until somebody resumes. Raises NotPossible, gate.Refused, Debt.DoesNotExist."""
    known.may(actor)
    debt = known.read(ref)
    with transaction.atomic():
        order = moving.held(known.order_of(debt).pk)
        running = Debt.objects.filter(pk=debt.pk, state=Owing.OPEN, pause="")
        if not running.update(pause=Pause.STOPPED, paused_at=timezone.now()):
            raise NotPossible
        moving.note(order, By.STAFF, What.DEBT_STOPPED)


def resume(ref: uuid.UUID, actor: gate.Actor) -> None:
    """We still ask for it: two more weeks from now, and who had objected gets a letter that says so.

    Raises NotPossible, gate.Refused, Debt.DoesNotExist.
    """
    known.may(actor)
    debt = known.read(ref)
    with transaction.atomic():
        order = moving.held(known.order_of(debt).pk)
        paused = Debt.objects.filter(pk=debt.pk, state=Owing.OPEN, pause=debt.pause).exclude(
            pause__in=("", Pause.NOBODY)
        )
        if not paused.update(pause="", paused_at=None, due_on=known.due()):
            raise NotPossible
        moving.note(order, By.STAFF, What.DEBT_ASKED_ON)
        if debt.pause == Pause.OBJECTED:
            known.write(debt, order, debt.level, answered=1)


def let_go(ref: uuid.UUID, why: LetGoFor, actor: gate.Actor) -> None:
    """It is not asked for any more, and its payment page is closed. Raises NotPossible, gate.Refused, Debt.DoesNotExist."""
    known.may(actor)
    debt = known.read(ref)
    with transaction.atomic():
        order = moving.held(known.order_of(debt).pk)
        asked_for = Debt.objects.filter(pk=debt.pk, state=Owing.OPEN)
        if not asked_for.update(state=Owing.LET_GO, why=why, ended_at=timezone.now()):
            raise NotPossible
        moving.note(order, By.STAFF, What.DEBT_LET_GO)
    expire.close_sessions(order.pk)
