"""Orders that are packed and sent, and what their carriers have of them."""

from __future__ import annotations

from django.utils import timezone

from tests.cast import ADA
from tests.doubles.carrier_line import Line
from tests.killed.afterwards import glasses
from tests.killed.till import status
from tests.orders.buying import bought
from troth import gate
from troth.channels.models import Message
from troth.orders import left, ship, shipping, voiding
from troth.orders.models import Order, Parcel
from troth.orders.models.parcel import Booking
from troth.orders.states import Status


def packed(method: str = "usps_standard", many: int = 1) -> Order:
    found = shipping.method(method, ADA.country, 300 * many)
    assert found is not None
    order = bought(ADA, (glasses(5), many), method=method, price=found.price)
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    return Order.objects.get(pk=order.pk)


def minutes_go_by() -> None:
    """More than anybody needs for a booking."""
    Parcel.objects.filter(booking=Booking.ASKED).update(asked_at=timezone.now() - 2 * voiding.LEASE)
    Parcel.objects.exclude(void_asked_at=None).update(void_asked_at=timezone.now() - 2 * voiding.LEASE)


def mails(order: Order) -> int:
    return Message.objects.filter(template="order_shipped", ids__order=order.pk).count()


def living(line: Line) -> set[str]:
    """Labels that count, at the carrier."""
    return {*line.labels} - {*line.taken_back}


def is_sent_once(order: Order) -> None:
    [parcel] = order.parcels.filter(booking=Booking.BOOKED)
    assert status(order) == Status.SHIPPED
    assert parcel.tracking
    assert mails(order) == 1
    assert not any(left.left(order).values())


def sent(olga: gate.Actor, method: str = "usps_standard") -> Order:
    order = packed(method)
    ship.ship(order.number, olga)
    return order
