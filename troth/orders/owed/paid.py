"""The provider says that money owed was paid: once, whatever words follow. After it was let go, it goes back."""

from __future__ import annotations

from enum import StrEnum

from django.utils import timezone

from troth import channels

from .. import moving
from ..models import Debt, Order, Payment
from ..models.order import By, What
from ..models.owed import Owing
from . import known


class Done(StrEnum):
    RECEIVED = "received"
    PAID_ALREADY = "paid_already"
    LET_GO = "let_go"  # we said that it is not asked for any more: we keep to that


def settle(order: Order, payment: Payment) -> Done:
    """Inside the transaction of the provider's word, the order held by it. An objection is over with it: they have paid."""
    debt = Debt.objects.get(payments=payment)
    asked_for = Debt.objects.filter(pk=debt.pk, state=Owing.OPEN)
    if not asked_for.update(state=Owing.PAID, pause="", paused_at=None, ended_at=timezone.now()):
        return Done.LET_GO if debt.state == Owing.LET_GO else Done.PAID_ALREADY
    moving.note(order, By.PROVIDER, What.DEBT_PAID)
    channels.send(known.THANKS, order.whose, order=order.pk, payment=payment.pk)
    return Done.RECEIVED
