"""`send_pay_link`: the desk sends a buyer the way to the payment page once more, and keeps the goods for them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from troth import channels, gate
from troth.channels import queue

from . import jobs, moving, states
from .errors import NotPossible, OrderTrouble
from .models import Order
from .models.order import Origin

TEMPLATE = "pay_link"
KEPT = timedelta(hours=24)  # goods, from the moment the desk sends the link
AT_MOST = timedelta(days=3)  # after placing: others want to buy them as well
AGAIN_AFTER = timedelta(minutes=10)


class SentAlready(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("A link left a few minutes ago. Please give the mail time to arrive."))


@dataclass(frozen=True, slots=True)
class LinkSent:
    """The newest link the desk sent: when, and what became of the mail, in words."""

    at: datetime
    state: str


def send_pay_link(number: str, actor: gate.Actor) -> None:
    """Raises NotPossible once nothing waits for payment, SentAlready, gate.Refused, Order.DoesNotExist."""
    jobs.may(actor, "resolve_order_problem")
    with transaction.atomic():
        order = moving.held(Order.objects.get(number=number).pk)
        now = timezone.now()
        brought = order.origin == Origin.IMPORT  # nothing is kept back for it, and nothing asked for before this
        if order.status not in states.AWAITS_PAYMENT or (order.reserved_until <= now and not brought):
            raise NotPossible
        before = sent([order.pk]).get(order.pk)
        if before is not None and before.at > now - AGAIN_AFTER:
            raise SentAlready
        until = now + KEPT if brought else min(now + KEPT, order.placed_at + AT_MOST)
        if until > order.reserved_until:
            Order.objects.filter(pk=order.pk).update(reserved_until=until)
        channels.send(TEMPLATE, order.whose, order=order.pk)


def sent(orders: Collection[int]) -> dict[int, LinkSent]:
    """The newest link of each order (by id), as long as the queue remembers it. One query."""
    newest = queue.newest_about(TEMPLATE, "order", orders)
    return {pk: LinkSent(message.queued_at, str(message.get_state_display())) for pk, message in newest.items()}
