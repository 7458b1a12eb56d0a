"""From the desk's frozen values to the shapes programs get. Here, at the edge, opened values are told."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from troth.catalog.levels import Level
from troth.orders.desk import Shipped
from troth.orders.fields import Fields, revealed
from troth.orders.shown import OrderShown

from ..catalogue.shaping import amount
from ..orders.shaping import parcels
from . import shapes

# The policy's kinds → what programs call them; as they are called when an order is placed.
PARTS = {"order_contact": "contact", "order_delivery": "delivery", "order_billing": "billing"}


def in_list(told: OrderShown) -> shapes.OrderInList:
    return shapes.OrderInList(
        number=told.number,
        status=told.status.value,
        placed_at=told.placed_at,
        pieces=told.pieces,
        grams=told.grams,
        method=told.method,
        carrier=told.carrier,
        held=told.is_held,
        on_account=told.on_account,
        paid=told.is_settled,
        total=amount(told.total),
    )


def opened(told: OrderShown, fields: Mapping[str, Fields]) -> shapes.Opened:
    plain, withheld = revealed(fields)
    return shapes.Opened(
        number=told.number,
        status=told.status.value,
        placed_at=told.placed_at,
        held=told.is_held,
        on_account=told.on_account,
        paid=told.is_settled,
        lines=[_line(told, place) for place in range(len(told.lines))],
        goods=amount(told.goods),
        sending=amount(told.shipping),
        tax=amount(told.tax),
        total=amount(told.total),
        method=told.method,
        carrier=told.carrier,
        parcels=parcels(told),
        withheld=[
            shapes.Withheld(field=f"{PARTS[each.kind]}.{each.field}", clause=each.clause, reason=each.reason)
            for each in withheld
        ],
        contact=plain.get("order_contact", {}),
        delivery=plain.get("order_delivery", {}),
        billing=plain.get("order_billing", {}),
    )


def shipped(told: Shipped) -> shapes.Shipped:
    return shapes.Shipped(
        number=told.number,
        carrier=told.carrier,
        tracking=told.tracking,
        label=base64.b64encode(told.label).decode(),
        label_type=told.content_type,
        invoice=base64.b64encode(told.invoice).decode(),
        invoice_type=told.invoice_type,
    )


def level(told: Level) -> shapes.Level:
    return shapes.Level(
        ref=told.ref,
        sku=told.sku,
        title=told.title,
        choices=list(told.choices),
        left=told.left,
        availability=told.availability.value,
    )


def _line(told: OrderShown, place: int) -> shapes.DeskLine:
    line = told.lines[place]
    return shapes.DeskLine(
        line=place + 1,
        sku=line.sku,
        title=line.title,
        quantity=line.quantity,
        left=line.left,
        price=amount(line.price),
        total=amount(line.total),
    )
