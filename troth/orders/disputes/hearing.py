"""`hear`: take in how a dispute stands with the provider, in whatever order the words arrive."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from troth.recipients.payment import Contest, DisputeSeen

from .. import moving, repay
from ..models import Dispute, Order, Payment
from ..models.dispute import GOING_ON, Contesting
from ..models.order import By, What

_SAYS = {
    Contesting.OPEN: What.DISPUTED,
    Contesting.ANSWERED: What.DISPUTE_ANSWERED,
    Contesting.WON: What.DISPUTE_WON,
    Contesting.LOST: What.DISPUTE_LOST,
    Contesting.DROPPED: What.DISPUTE_DROPPED,
}
_STATE = {
    Contest.OPEN: Contesting.OPEN,
    Contest.ANSWERED: Contesting.ANSWERED,
    Contest.WON: Contesting.WON,
    Contest.LOST: Contesting.LOST,
    Contest.DROPPED: Contesting.DROPPED,
}


def hear(order: Order, payment: Payment, seen: DisputeSeen, at: datetime) -> bool:
    """Inside the caller's transaction, the payment locked by it. `at`: when they said so. True if it changed something."""
    state = _STATE[seen.state]
    told = {
        "amount": seen.amount,
        "currency": seen.currency,
        "reason": seen.reason,
        "state": state,
        "answer_by": seen.answer_by,
        "heard_at": at,
        "ended_at": None if state in GOING_ON else timezone.now(),
    }
    row = Dispute.objects.filter(payment=payment, theirs=seen.id).first()
    if row is None:
        Dispute.objects.create(payment=payment, theirs=seen.id, **told)
        moving.note(order, By.PROVIDER, What.DISPUTED)
    elif not _newer(row, state, at):
        return False
    else:
        before = row.state, row.answer_by
        Dispute.objects.filter(pk=row.pk).update(**told)
        if before == (state, seen.answer_by):
            return False
    if state is not Contesting.OPEN and (row is None or row.state != state):
        moving.note(order, By.PROVIDER, _SAYS[state])
    if state is Contesting.LOST:
        repay.took(payment)
    return True


def _newer(row: Dispute, state: Contesting, at: datetime) -> bool:
    """What has ended stays ended; of two words of the same second the one that is further counts."""
    if row.state not in GOING_ON:
        return False
    if state not in GOING_ON or at > row.heard_at:
        return True
    return at == row.heard_at and row.state == Contesting.OPEN
