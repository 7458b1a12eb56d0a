"""From an order's frozen values to the shapes programs get. Pure."""

from __future__ import annotations

from troth.orders.shown import LineShown, OrderShown

from ..catalogue.shaping import amount
from . import shapes


def state(told: OrderShown) -> shapes.OrderState:
    return shapes.OrderState(
        number=told.number,
        status=told.status.value,
        placed_at=told.placed_at,
        kept_until=told.kept_until,
        lines=[line(each) for each in told.lines],
        goods=amount(told.goods),
        sending=amount(told.shipping),
        tax=amount(told.tax),
        total=amount(told.total),
        can_pay=told.can_pay,
        on_account=told.on_account,
        paid=told.is_settled,
        parcels=parcels(told),
    )


def line(each: LineShown) -> shapes.OrderLine:
    return shapes.OrderLine(
        sku=each.sku, title=each.title, quantity=each.quantity, price=amount(each.price), total=amount(each.total)
    )


def parcels(told: OrderShown) -> list[shapes.Parcel]:
    return [
        shapes.Parcel(
            carrier=each.carrier,
            tracking=each.tracking,
            state=each.way.value,
            shipped_at=each.shipped_at,
            expected_on=each.expected,
            delivered_at=each.delivered_at,
        )
        for each in told.parcels
    ]
