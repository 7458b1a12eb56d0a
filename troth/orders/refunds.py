"""Giving money back: owed in the transaction that decides it, asked for by a task until the provider has heard."""

from __future__ import annotations

from troth import tasks
from troth.recipients import chosen

from . import moving
from .models import Order, Payment
from .models.order import By, What
from .models.payment import Paying


def owe(order: Order, payment: int, by: By) -> bool:
    """A payment that arrived goes back whole. Inside the caller's transaction; False if there was nothing to give back."""
    if not Payment.objects.filter(pk=payment, state=Paying.SUCCEEDED).update(state=Paying.REFUND_DUE):
        return False
    moving.note(order, by, What.REFUND_DUE)
    give_back.enqueue(payment)
    return True


@tasks.task(tries=20, lease=120)
def give_back(payment: int) -> None:
    """Ask the provider. Raises what the provider raises, and is tried again."""
    owed = Payment.objects.get(pk=payment)
    if owed.state == Paying.REFUND_DUE:
        chosen.payment_provider(owed.provider).refund(owed.session, owed.ref, owed.amount)
