"""Giving the money back for a return that arrived, through the one verb that gives money back."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from troth import gate

from .. import jobs, refunded, refunds
from ..models import Order, ReturnRequest
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
        for place, piece in enumerate(_pieces(order, amount)):
            key = f"return {ref} {place}" if place else f"return {ref}"
            given = refunds.give(order.number, piece, Why.RETURNED, actor=actor, key=key)
        ReturnRequest.objects.filter(pk=back.pk).update(refund=given.id)
    return given


def _pieces(order: Order, amount: int) -> list[int]:
    """One refund, or several where no single payment was so much: the order's own, and what was paid for an exchange."""
    held = [refunded.left(payment) for payment in order.payments.order_by("pk")]
    if not 0 < amount <= sum(held) or amount <= max(held):
        return [amount]
    pieces: list[int] = []
    for rest in filter(None, held):
        pieces.append(min(rest, amount - sum(pieces)))
    return [piece for piece in pieces if piece]
