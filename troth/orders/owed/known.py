"""What the verbs about money owed share."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.utils import timezone

from troth import channels, gate

from .. import jobs
from ..models import Debt, Order

PURPOSE, TEMPLATE, THANKS = "collect_debt", "money_owed", "owed_paid"
TIME = timedelta(days=14)  # to pay, after each letter
OBJECTIONS = 3  # so many times the page stops the reminders by itself; after that somebody writes to us


def due(now: datetime | None = None) -> date:
    """By when a letter of now asks for it."""
    return timezone.localdate(now) + TIME


def read(ref: uuid.UUID) -> Debt:
    """With its order. Raises Debt.DoesNotExist."""
    return Debt.objects.select_related("dispute__payment__order").get(public_id=ref)


def order_of(debt: Debt) -> Order:
    return debt.dispute.payment.order


def may(actor: gate.Actor) -> None:
    """Raises gate.Refused."""
    jobs.may(actor, PURPOSE)


def write(debt: Debt, order: Order, step: str, **more: int) -> None:
    """The letter of this step. If that is over when it leaves, nothing leaves."""
    channels.send(TEMPLATE, order.whose, order=order.pk, debt=debt.pk, step=step, **more)
