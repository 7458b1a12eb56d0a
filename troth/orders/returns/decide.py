"""Agreeing to a return, or not. Either way the buyer gets a mail: how to send it, or why not."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from troth import channels, gate

from .. import jobs
from ..models.order import By, What
from ..models.returning import NotTaken
from . import ask, moving
from .states import Returning

SEND_WITHIN = timedelta(days=14)  # Directive 2011/83/EU, Article 14(1)


def agree(ref: uuid.UUID, actor: gate.Actor) -> None:
    """Raises NotPossible, gate.Refused, ReturnRequest.DoesNotExist."""
    jobs.may(actor, ask.PURPOSE)
    now = timezone.now()
    with transaction.atomic():
        order, back = moving.held(ref)
        until = {"decided_at": now, "send_by": now + SEND_WITHIN}
        moving.advance(order, back, Returning.AGREED, By.STAFF, What.RETURN_APPROVED, **until)
        channels.send("return_agreed", order.whose, order=order.pk, back=back.pk)


def refuse(ref: uuid.UUID, why: NotTaken, actor: gate.Actor) -> None:
    """Before it is sent or after it arrived. Raises NotPossible, gate.Refused, ReturnRequest.DoesNotExist."""
    jobs.may(actor, ask.PURPOSE)
    now = timezone.now()
    with transaction.atomic():
        order, back = moving.held(ref)
        ended = {"not_taken": why, "decided_at": back.decided_at or now, "ended_at": now}
        moving.advance(order, back, Returning.REFUSED, By.STAFF, What.RETURN_REFUSED, **ended)
        channels.send("return_refused", order.whose, order=order.pk, back=back.pk)
