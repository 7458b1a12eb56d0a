"""`expire`: orders nobody paid for in time give their goods back."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from troth import tasks
from troth.recipients import chosen
from troth.recipients.payment import PaymentTrouble

from . import moving, states, taken
from .models import Order, Payment
from .models.order import By, Origin, What
from .models.payment import SETTLED
from .prices import vouchers
from .states import Status

logger = logging.getLogger("troth.orders")

BATCH = 200


def expire(now: datetime | None = None) -> int:
    """How many orders were given up. May run at any time, in several places at once.

    What was unpaid in an earlier shop stays as it was there: it keeps no goods back, and nobody here asked for its money.
    """
    now = now or timezone.now()
    late = Order.objects.filter(status__in=states.AWAITS_PAYMENT, reserved_until__lt=now).exclude(origin=Origin.IMPORT)
    return sum(_give_up(pk, now) for pk in late.values_list("pk", flat=True)[:BATCH])


def _give_up(pk: int, now: datetime) -> bool:
    with transaction.atomic():
        order = moving.held(pk)
        if order.reserved_until >= now or not moving.advance(order, Status.ABANDONED, By.SHOP, What.ABANDONED):
            return False
        taken.all_back(order)
        vouchers.give_back(order)
    close_sessions(pk)
    return True


def close_sessions(order: int) -> None:
    """Tell the provider that nobody shall pay this any more. A payment that is under way may still arrive."""
    unpaid = Payment.objects.filter(order=order).exclude(session="").exclude(state__in=SETTLED)
    for payment in unpaid.filter(Q(until=None) | Q(until__gt=timezone.now())):
        try:
            chosen.payment_provider(payment.provider).close(payment.session)
        except (PaymentTrouble, LookupError) as trouble:
            logger.warning("payment %s could not be closed: %s", payment.pk, type(trouble).__name__)


@tasks.task(tries=5, lease=60)
def close_page(payment: int) -> None:
    """Tell the provider that this page shall take no money. Raises what the provider raises, and is tried again."""
    row = Payment.objects.get(pk=payment)
    if row.session and row.state not in SETTLED:
        chosen.payment_provider(row.provider).close(row.session)
