"""Packing slips: what lies in the parcel, and where it goes. Printed for one order, or for many in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from troth import gate
from troth.catalog.shown import Picture

from . import jobs, line_pictures, parts, shown
from .batch.chosen import LeftOut, chosen
from .models import Order
from .parts import Part
from .shown import LineShown, OrderShown


@dataclass(frozen=True, slots=True)
class SlipLine:
    """`quantity`: how many go into the parcel now."""

    sku: str
    title: str
    quantity: int
    picture: Picture


@dataclass(frozen=True, slots=True)
class Slip:
    """`rest`: earlier parcels hold a part of the order already."""

    order: OrderShown
    delivery: Part
    lines: tuple[SlipLine, ...]
    rest: bool = False

    @property
    def pieces(self) -> int:
        return sum(line.quantity for line in self.lines)


@dataclass(frozen=True, slots=True)
class Slips:
    slips: tuple[Slip, ...]
    left_out: tuple[LeftOut, ...]


def slip(number: str, actor: gate.Actor) -> Slip | None:
    """Opens where the parcel goes and no more. None for a number that is not there."""
    order = Order.objects.filter(number=number).prefetch_related(*shown.WHOLE).first()
    if order is None:
        return None
    return _slips([shown.of(order)], [parts.delivery(order.whose, actor=actor)])[0]


def slips(numbers: Sequence[str], actor: gate.Actor) -> Slips:
    """Those of the orders that can be packed or sent now, in the order named; one look a person, recorded as for one.

    Raises gate.Refused, TooMany.
    """
    jobs.may(actor)
    picked = chosen(numbers)
    opened = parts.deliveries([order.whose for order, _told in picked.orders], actor=actor)
    told = [each for _order, each in picked.orders]
    return Slips(tuple(_slips(told, [opened[order.whose] for order, _told in picked.orders])), picked.left_out)


def _slips(orders: Sequence[OrderShown], deliveries: Sequence[Part]) -> list[Slip]:
    inside = [_inside(order) for order in orders]
    pictures = iter(line_pictures.of([line for lines in inside for line, _many in lines]))
    return [
        Slip(
            order,
            delivery,
            tuple(SlipLine(line.sku, line.title, many, next(pictures)) for line, many in lines),
            rest=sum(many for _line, many in lines) < order.pieces,
        )
        for order, delivery, lines in zip(orders, deliveries, inside, strict=True)
    ]


def _inside(order: OrderShown) -> list[tuple[LineShown, int]]:
    """What is left to be sent; all of it where nothing is left, for printing an old slip again."""
    rest = [(line, line.left) for line in order.lines if line.left]
    return rest or [(line, line.wanted) for line in order.lines if line.wanted]
