"""From where an order's goods were taken, and the way back. In a shop with one location nothing of it is written down.

remember(lines, taken)   with the order, as `stock.reserve_all` told
again(order)             goods that were let go are taken once more
some_back(pieces)        pieces that came back: to where they came from, first those taken first
all_back(order)          whatever the order still holds
where(lines)             for a pick list
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import F

from troth.catalog import stock
from troth.catalog.locations.shares import Taken
from troth.catalog.stock import Back

from . import moving
from .models import LineTaken, Order, OrderLine


@dataclass(frozen=True, slots=True)
class Where:
    """So many pieces lie at the location of this name; "" for one that was closed since."""

    location: str
    quantity: int


def remember(lines: Iterable[OrderLine], taken: Taken) -> None:
    """No query where the shop has one location."""
    if taken:
        LineTaken.objects.bulk_create(
            LineTaken(line=line, location_id=share.location, quantity=share.quantity)
            for line in lines
            for share in taken.get(line.variant_id or 0, ())
        )


def again(order: Order) -> None:
    """Raises `stock.SoldOut`, and then nothing was taken."""
    taken = stock.reserve_all(moving.reserved(order))
    if taken:
        remember(order.lines.all(), taken)


def some_back(pieces: Iterable[tuple[OrderLine, int]]) -> None:
    """With the order held, so that nobody gives the same pieces back meanwhile."""
    given = [(line, many) for line, many in pieces if many and line.variant_id is not None]
    rows: dict[int, list[LineTaken]] = defaultdict(list)
    for row in LineTaken.objects.filter(line__in=[line for line, _many in given]) if given else ():
        rows[row.line_id].append(row)
    stock.give_back([back for line, many in given for back in _parted(line, many, rows[line.pk])])


def _parted(line: OrderLine, many: int, rows: list[LineTaken]) -> Iterable[Back]:
    variant = line.variant_id or 0
    for row in rows:
        some = min(many, row.quantity - row.back)
        if some:
            LineTaken.objects.filter(pk=row.pk).update(back=F("back") + some)
            yield Back(variant, some, row.location_id)
            many -= some
    if many:
        yield Back(variant, many)


def all_back(order: Order) -> None:
    """In the transaction that ends the order. Variants deleted since hold nothing."""
    columns = ("pk", "variant_id", F("quantity") - F("out"), "taken__location_id", "taken__quantity", "taken__back")
    pieces: list[Back] = []
    remembered = False
    for _line, variant, quantity, location, taken, back in order.lines.exclude(variant=None).values_list(*columns):
        if taken is None and quantity:
            pieces.append(Back(variant, quantity))
        elif taken is None:
            continue
        else:
            remembered = True
            if taken > back:
                pieces.append(Back(variant, taken - back, location))
    stock.give_back(pieces)
    if remembered:
        LineTaken.objects.filter(line__order=order).delete()


def where(lines: Collection[int]) -> dict[int, tuple[Where, ...]]:
    """By the line's id; lines from the only location are left out, so a shop with one has {}. One query."""
    found: dict[int, tuple[Where, ...]] = {}
    rows = LineTaken.objects.filter(line__in=lines, quantity__gt=F("back")).order_by("pk")
    for line, name, quantity, back in rows.values_list("line", "location__name", "quantity", "back"):
        found[line] = (*found.get(line, ()), Where(name or "", quantity - back))
    return found
