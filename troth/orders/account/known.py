"""What the verbs about orders on account share."""

from __future__ import annotations

from datetime import timedelta

from troth import gate

from .. import jobs
from ..models import OnAccount

PURPOSE = "billing"  # whose job it is
REMINDER = "invoice_reminder"
GRACE = timedelta(days=5)  # a transfer is on its way for some days
NEXT = timedelta(days=14)  # between two reminders


def may(actor: gate.Actor) -> None:
    """Raises gate.Refused."""
    jobs.may(actor, PURPOSE)


def read(number: str) -> OnAccount:
    """With its order. Raises OnAccount.DoesNotExist."""
    return OnAccount.objects.select_related("order").get(order__number=number)
