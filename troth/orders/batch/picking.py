"""The pick list: what to fetch from the shelves for many orders in one walk. It names nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from troth import gate
from troth.catalog.shown import Picture

from .. import jobs, line_pictures, taken
from ..shown import LineShown, OrderShown
from ..taken import Where
from .chosen import LeftOut, chosen


@dataclass(frozen=True, slots=True)
class ForOrder:
    """So many of it go to this order."""

    number: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Pick:
    """One kind of thing. `quantity`: of all the orders together."""

    sku: str
    title: str
    picture: Picture
    orders: tuple[ForOrder, ...]

    @property
    def quantity(self) -> int:
        return sum(each.quantity for each in self.orders)


@dataclass(frozen=True, slots=True)
class Room:
    """What lies in one place. `location` is "" in a shop that has only one, and for what lies nobody wrote down where."""

    location: str
    picks: tuple[Pick, ...]


@dataclass(frozen=True, slots=True)
class PickList:
    rooms: tuple[Room, ...]
    orders: tuple[OrderShown, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def pieces(self) -> int:
        return sum(pick.quantity for room in self.rooms for pick in room.picks)


@dataclass(frozen=True, slots=True)
class _Piece:
    """So many of a line of an order, lying in one place."""

    number: str
    line: LineShown
    location: str
    quantity: int

    @property
    def thing(self) -> tuple[int | None, str, str]:
        """What is the same on the shelf: the variant, or what was written of one that is gone from the catalogue."""
        return (self.line.variant, *(("", "") if self.line.variant else (self.line.sku, self.line.title)))


def pick_list(numbers: Sequence[str], actor: gate.Actor) -> PickList:
    """What is left to be sent of them, by location and article number. Raises gate.Refused, TooMany."""
    jobs.may(actor)
    picked = chosen(numbers)
    told = tuple(order for _row, order in picked.orders)
    return PickList(_rooms([*_pieces(told)]), told, picked.left_out)


def _pieces(orders: Sequence[OrderShown]) -> Iterator[_Piece]:
    where = taken.where([line.id for order in orders for line in order.lines if line.left])
    for order in orders:
        for line in order.lines:
            for location, many in _lies(line, where.get(line.id, ())):
                yield _Piece(order.number, line, location, many)


def _lies(line: LineShown, where: Sequence[Where]) -> Iterator[tuple[str, int]]:
    """Where the rest of a line lies. What was sent already is taken to be what was taken first."""
    gone = max(sum(each.quantity for each in where) - line.left, 0)
    rest = line.left
    for each in where:
        many = min(max(each.quantity - gone, 0), rest)
        gone = max(gone - each.quantity, 0)
        if many:
            rest -= many
            yield each.location, many
    if rest:
        yield "", rest


def _rooms(pieces: Sequence[_Piece]) -> tuple[Room, ...]:
    """By name, what has none at the end."""
    pictures = _pictures(pieces)
    rooms: dict[str, dict[object, list[_Piece]]] = {}
    for piece in pieces:
        rooms.setdefault(piece.location, {}).setdefault(piece.thing, []).append(piece)
    return tuple(
        Room(name, tuple(sorted((_pick(each, pictures) for each in things.values()), key=_along_the_shelf)))
        for name, things in sorted(rooms.items(), key=lambda room: (not room[0], room[0].casefold()))
    )


def _pictures(pieces: Sequence[_Piece]) -> dict[object, Picture]:
    """One query."""
    kinds = {piece.thing: piece.line for piece in pieces}
    return dict(zip(kinds, line_pictures.of([*kinds.values()]), strict=True))


def _pick(pieces: Sequence[_Piece], pictures: Mapping[object, Picture]) -> Pick:
    """The words are those of the last order; a title may have changed meanwhile."""
    quantities: dict[str, int] = {}
    for piece in pieces:
        quantities[piece.number] = quantities.get(piece.number, 0) + piece.quantity
    last = pieces[-1]
    orders = tuple(ForOrder(*each) for each in quantities.items())
    return Pick(last.line.sku, last.line.title, pictures[last.thing], orders)


def _along_the_shelf(pick: Pick) -> tuple[bool, str, str]:
    """Article numbers in their order, what has none at the end."""
    return (not pick.sku, pick.sku.casefold(), pick.title.casefold())
