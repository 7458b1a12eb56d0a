"""What programs hear of an order: that something happened, and its number."""

from __future__ import annotations

from collections.abc import Mapping

from troth.recipients import webhooks
from troth.recipients.webhooks import Event

from .models import Order
from .models.order import What
from .states import Status

HEARD: Mapping[str, Event] = {
    What.PLACED: Event.ORDER_PLACED,
    What.PAID: Event.ORDER_PAID,
    What.PAID_LATE: Event.ORDER_PAID,
    What.PACKED: Event.ORDER_PACKED,
    What.SHIPPED: Event.ORDER_SHIPPED,
    What.PART_SHIPPED: Event.ORDER_SHIPPED,
    What.DELIVERED: Event.ORDER_DELIVERED,
    What.GIVEN_UP: Event.ORDER_NOT_ARRIVED,
    What.CANCELLED: Event.ORDER_CANCELLED,
    What.REFUNDED: Event.ORDER_REFUNDED,
    What.PART_REFUNDED: Event.ORDER_REFUNDED,
    What.HELD: Event.ORDER_HELD,
    What.RETURN_ASKED: Event.RETURN_REQUESTED,
    What.RETURN_RECEIVED: Event.RETURN_RECEIVED,
}


def hear(order: Order, what: What) -> None:
    """In the transaction in which it happens. One query for what programs can hear of, none for the rest."""
    event = HEARD.get(what)
    kept = what != What.PAID_LATE or order.status == Status.PAID  # else the money goes straight back
    if event is not None and kept:
        webhooks.tell(event, order=order.number)
