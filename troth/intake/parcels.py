"""The parcels of past orders: what the earlier shop knew to have left it, under the carrier's number where there is one.

Nobody is asked about them: neither the carrier where they are, nor the buyer how they came.
"""

from __future__ import annotations

from collections.abc import Sequence

from troth.orders import numbers
from troth.orders.models import Order, OrderLine, Parcel, ParcelLine
from troth.orders.models.parcel import Booking, Way
from troth.orders.states import Status

from .past_order import PastOrder


def write(known: Sequence[tuple[Order, PastOrder]], lines: Sequence[OrderLine]) -> None:
    """In the caller's transaction; two statements, none where no order has any. `lines`: of all these orders."""
    sent = [(order, past) for order, past in known if past.tracking or past.sent_lines]
    if not sent:
        return
    parcels = Parcel.objects.bulk_create(_parcel(order, past) for order, past in sent)
    of_order: dict[int, list[OrderLine]] = {}
    for line in lines:
        of_order.setdefault(line.order_id, []).append(line)
    ParcelLine.objects.bulk_create(
        ParcelLine(parcel=parcel, line=line, quantity=many)
        for parcel, (order, past) in zip(parcels, sent, strict=True)
        for line, many in zip(of_order.get(order.pk, ()), past.sent_lines, strict=False)
        if many
    )


def _parcel(order: Order, past: PastOrder) -> Parcel:
    """Without lines it holds everything. `asked_how_at` is set and `look_at` is not, so that nobody is asked."""
    return Parcel(
        order=order,
        ref=numbers.secret(),
        carrier=past.carrier,
        service="",
        tracking=past.tracking,
        booking=Booking.BOOKED,
        asked_at=past.placed_at,
        shipped_at=past.sent_at,
        way=Way.MOVING if past.status is Status.PART_SHIPPED else Way.DELIVERED,
        asked_how_at=past.last_known,
    )
