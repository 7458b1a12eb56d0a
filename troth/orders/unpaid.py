"""Orders that keep goods back while nobody has paid for them."""

from __future__ import annotations

from collections.abc import Collection

from django.utils import timezone

from .models import Order
from .states import Status


def still(orders: Collection[int]) -> list[int]:
    """Those of the orders (their ids) for which goods are kept back now. No query for none."""
    if not orders:
        return []
    waiting = Order.objects.filter(
        pk__in=orders, status__in=(Status.PLACED, Status.PAYMENT_FAILED), reserved_until__gt=timezone.now()
    )
    return list(waiting.values_list("pk", flat=True))
