"""Giving the money back for a return that arrived, through the one verb that gives money back."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from troth import gate

from .. import jobs, refunds
from ..models import ReturnRequest
from ..models.order import By, What
from ..models.refund import Why
from ..refunded import RefundShown
from . import ask, moving
from .states import Returning


def pay(ref: uuid.UUID, amount: int, actor: gate.Actor) -> RefundShown:
    """`amount` in minor units. Raises TooMuch, InDispute, NotPossible, gate.Refused, ReturnRequest.DoesNotExist.

    Pressed twice, one press gives the money and the other is told NotPossible.
    """
    jobs.may(actor, ask.PURPOSE)
    with transaction.atomic():
        order, back = moving.held(ref)
        moving.advance(order, back, Returning.PAID, By.STAFF, What.RETURN_PAID, ended_at=timezone.now())
        given = refunds.give(order.number, amount, Why.RETURNED, actor=actor, key=f"return {ref}")
        ReturnRequest.objects.filter(pk=back.pk).update(refund=given.id)
    return given
