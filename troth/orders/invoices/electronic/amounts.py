"""A paper's amounts as EN 16931 adds them up: lines without tax, what comes on top or off beside them, a sum for each rate.

A paper of this shop rounds a tax once (docs/adr/0009) and may have prices that contain it; the standard wants every line
without tax, and the lines of a rate to add up to what the tax fell on (BR-S-08, BR-CO-10 to BR-CO-16). So the tax stays as it
is, and what it fell on is shared out over the lines. Pure; whole minor units.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ...prices.split import part, shares
from ..content import Content, Line, Tax

FINE = Decimal("0.000001")  # of a minor unit: what a price for one is rounded to where it comes out of a division


class Category(StrEnum):
    """UNTDID 5305, as EN 16931 allows it."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    WITHIN_UNION = "K"
    EXPORT = "G"
    NO_VAT = "O"


@dataclass(frozen=True, slots=True)
class Slot:
    """One rate. `base`: what the tax fell on; `amount`: the tax. `rate`: thousandths of a per cent."""

    category: Category
    rate: int
    base: int
    amount: int


@dataclass(frozen=True, slots=True)
class Item:
    """A line. `price`: of one, in minor units, before `less`; `net`: all of them, after it."""

    title: str
    sku: str
    quantity: int
    price: Decimal
    less: int
    net: int
    slot: int


@dataclass(frozen=True, slots=True)
class Beside:
    """What comes on top of the lines, or off them where `net` is below 0."""

    words: str
    net: int
    slot: int


@dataclass(frozen=True, slots=True)
class Amounts:
    slots: tuple[Slot, ...]
    items: tuple[Item, ...]
    beside: tuple[Beside, ...]

    @property
    def lines(self) -> int:
        return sum(item.net for item in self.items)

    @property
    def charges(self) -> int:
        return sum(each.net for each in self.beside if each.net > 0)

    @property
    def allowances(self) -> int:
        return -sum(each.net for each in self.beside if each.net < 0)

    @property
    def base(self) -> int:
        return sum(slot.base for slot in self.slots)

    @property
    def tax(self) -> int:
        return sum(slot.amount for slot in self.slots)

    @property
    def total(self) -> int:
        return self.base + self.tax


@dataclass(slots=True)
class _Room:
    """A slot being filled. `whole`: what it holds in the paper's own amounts, which contain the tax where prices do."""

    slot: Slot
    whole: int
    lines: list[tuple[Line, int]]

    @property
    def left(self) -> int:
        return self.whole - sum(amount for _line, amount in self.lines)


def with_vat(told: Content, rest: Category) -> Amounts:
    """`rest`: the category of what carries no tax."""
    rooms = [*_taxed(told.taxes)]
    goods = sum(line.amount for line in told.lines) + told.shipping - told.shipping_discount
    bare = goods - sum(room.whole for room in rooms)
    rooms.append(_Room(Slot(rest, 0, bare, 0), bare, []))
    _fill(rooms, told)
    kept = [room for room in rooms if room.lines or room.whole or room.slot.base] or rooms[-1:]
    items: list[Item] = []
    beside: list[Beside] = []
    for place, room in enumerate(kept):
        made, other = _netted(room, place, told)
        items += made
        beside += other
    slots = tuple(room.slot for room in kept)
    return Amounts(slots, tuple(items), tuple(beside))


def without_vat(told: Content, named: Sequence[str]) -> Amounts:
    """For who charges no VAT at all: a sales tax comes on top by its name, one for each of the paper's taxes, in their order."""
    on_top = [(words, tax.amount) for words, tax in zip(named, told.taxes, strict=True) if not tax.included]
    goods = sum(line.amount for line in told.lines) + told.shipping - told.shipping_discount
    room = _Room(Slot(Category.NO_VAT, 0, goods, 0), goods, [])
    _fill([room], told)
    items, beside = _netted(room, 0, told)
    beside += [Beside(words, amount, 0) for words, amount in on_top if amount]
    return Amounts((Slot(Category.NO_VAT, 0, told.total, 0),), tuple(items), tuple(beside))


def _taxed(taxes: Sequence[Tax]) -> list[_Room]:
    """One for each rate that takes anything: the standard knows no two sums of one category and rate (BR-S-08)."""
    rooms: dict[int, _Room] = {}
    for tax in taxes:
        if not tax.rate or not (tax.base or tax.amount):
            continue
        before = rooms.get(tax.rate)
        base, amount = (before.slot.base, before.slot.amount) if before else (0, 0)
        slot = Slot(Category.STANDARD, tax.rate, base + tax.base, amount + tax.amount)
        whole = (before.whole if before else 0) + tax.base + (tax.amount if tax.included else 0)
        rooms[tax.rate] = _Room(slot, whole, [])
    return [*rooms.values()]


def _fill(rooms: Sequence[_Room], told: Content) -> None:
    """Each line where its rate is; one that names no rate where there is room, in the last first, which carries no tax."""
    by_rate = {room.slot.rate: room for room in rooms[:-1]}
    for line in told.lines:
        if line.rate in by_rate:
            by_rate[line.rate].lines.append((line, line.amount))
    for line in told.lines:
        if line.rate not in by_rate and line.amount >= 0:
            _place(rooms, line)


def _place(rooms: Sequence[_Room], line: Line) -> None:
    fits = next((room for room in reversed(rooms) if room.left >= line.amount), None)
    if fits is not None or not any(room.left > 0 for room in rooms):
        (fits or rooms[-1]).lines.append((line, line.amount))
        return
    for room, share in zip(rooms, shares(line.amount, [max(0, room.left) for room in rooms]), strict=True):
        if share:
            room.lines.append((Line(line.title, 1, share, 0, share, line.rate, line.sku), share))


def _netted(room: _Room, place: int, told: Content) -> tuple[list[Item], list[Beside]]:
    """Without the tax; what no line has is what sending costs, or what was taken off."""
    slot, other = room.slot, room.left
    if other >= 0:
        *nets, beside = shares(slot.base, [*(amount for _line, amount in room.lines), other])
        beside, nets = _nowhere(beside, nets) if not other else (beside, nets)
    else:
        beside = -_part(-other, room)
        nets = [*shares(slot.base - beside, [amount for _line, amount in room.lines])]
    items = [
        _item(line, net, _part(line.discount, room), place)
        for (line, _amount), net in zip(room.lines, nets, strict=True)
    ]
    return items, [Beside(_words(told, beside), beside, place)] if beside else []


def _nowhere(beside: int, nets: list[int]) -> tuple[int, list[int]]:
    """Where every line is free of charge there is nothing to share out by, and the standard's sums are 0."""
    return (0, [nets[0] + beside, *nets[1:]]) if nets else (beside, nets)


def _part(amount: int, room: _Room) -> int:
    return part(amount, room.slot.base, room.whole) if room.whole > 0 and room.slot.base >= 0 else amount


def _item(line: Line, net: int, less: int, place: int) -> Item:
    return Item(line.title, line.sku, line.quantity, _each(net + less, line.quantity), less, net, place)


def _each(amount: int, quantity: int) -> Decimal:
    whole, rest = divmod(amount, quantity)
    return Decimal(whole) if not rest else (Decimal(amount) / quantity).quantize(FINE)


def _words(told: Content, net: int) -> str:
    """What a paper takes off by a line of its own stands here: no line may have a price below 0 (BR-27)."""
    sending = [told.shipping_words] if told.shipping and told.shipping_words else []
    less = [line.title for line in told.lines if line.amount < 0]
    return "; ".join((sending if net > 0 or not less else []) + less)
