"""What becomes of an order's debt when the order is cancelled: nobody asks for it any more."""

from __future__ import annotations

from django.utils import timezone

from ..models import OnAccount, Order
from ..models.account import Standing


def with_order(order: Order) -> None:
    """Inside the transaction that cancels it. Its credit note is made by `invoices.due`."""
    owed = OnAccount.objects.filter(order=order, state=Standing.OPEN)
    owed.update(state=Standing.CALLED_OFF, remind_on=None, ended_at=timezone.now())
