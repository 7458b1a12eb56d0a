"""What of the shop's figures may be told: nothing that rests on a few orders, and nothing from which that could be reckoned.

The rule (docs/adr/0020). A cell is a sum over orders, refunds or parcels, and each of those is somebody's. One that rests on
1 to 4 of them (`gate.FEW` is the one threshold there is) is left out. What is left out beside a total could be had back by
taking the rest from it, so rows are left out until none of those can be told from what is shown: together they stand on
`FEW` orders, are two at least, and each could be another number (`_enough`). Where that can't be had, the total is not told
either. This is done where figures are made, once; pages, plots and files show what is left.

What stands for nobody is told as it is: what lies on a shelf, what it is worth, what a product costs, how often a voucher
may still be used. Numbers of people are the gate's own, and rounded besides (`gate.few`). The books are no figures: whoever
keeps them sees each invoice, and the law wants sums to the cent (`books`).

`bases` are the numbers of orders that rows rest on. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from troth import gate

FEW = gate.FEW

type Places = frozenset[int]


def told(many: int) -> bool:
    """Whether what rests on so many may be said. Nothing is told of nobody."""
    return many == 0 or many >= FEW


@dataclass(frozen=True, slots=True)
class Cut:
    """`out`: the places of rows not to be told. `whole`: whether their total is."""

    out: Places
    whole: bool


def cut(bases: Sequence[int]) -> Cut:
    """Of rows that stand beside their total, each order in one of them."""
    out = {place for place, many in enumerate(bases) if not told(many)}
    large = _smallest_first(bases, out)
    while large and not _enough([bases[place] for place in out]):
        out |= {place for place in large if bases[place] == bases[large[0]]}
        large = [place for place in large if place not in out]
    whole = _enough([bases[place] for place in out])
    return Cut(frozenset(out) if whole else frozenset(range(len(bases))), whole)


def _enough(left: Sequence[int]) -> bool:
    """Whether rows that are left out together say nothing of one of them.

    Where all are small, each is known to be from 1 to 4: a sum of as many ones, or as many fours, would tell them. With a
    large one among them, and all that are as large, it may be any of them that is small.
    """
    many = sum(left)
    if many < FEW:  # of a single small one, the sum is
        return not left
    return any(map(told, left)) or len(left) < many < (FEW - 1) * len(left)


def cut_mixed(bases: Sequence[int], whole: int) -> Cut:
    """Likewise where an order may be in several rows. `whole`: how many orders there are in all.

    Small rows may be the same few orders, so a row that stands on enough by itself is left out with them.
    """
    if not told(whole):
        return Cut(frozenset(range(len(bases))), False)
    out = {place for place, many in enumerate(bases) if not told(many)}
    return Cut(frozenset(out | {*_smallest_first(bases, out)[:1]}) if out else frozenset(), True)


@dataclass(frozen=True, slots=True)
class Border:
    """A share that is told only so far: from `low` to `high` per cent."""

    low: int
    high: int


type Share = int | Border  # per cent


def within(part: int, whole: int) -> Share | None:
    """What per cent a part is of its whole; None: too few in all. A part of 1 to 4, or all but so many, is told as a border."""
    if whole < FEW:
        return None
    if told(part) and told(whole - part):
        return round(100 * part / whole)
    return Border(0, _up(FEW, whole)) if part < FEW else Border(100 * (whole - FEW) // whole, 100)


def shares(parts: Sequence[int]) -> list[Share | None]:
    """The same of each of several parts that make a whole. What is left out is told as a border, which follows from what is
    told and from the rule alone: a small part is below `FEW`, and a large one the rest of it."""
    whole, found = sum(parts), cut(parts)
    out = found.out
    if whole < FEW or not found.whole:
        return [None] * len(parts)
    large = [at for at in out if parts[at] >= FEW]
    together = sum(parts[at] for at in out) - FEW * (len(out) - len(large))
    least = 100 * (max(FEW, together) if len(large) == 1 else FEW) // whole
    borders = {at: Border(least, 100) if at in large else Border(0, _up(FEW, whole)) for at in out}
    return [borders[at] if at in out else round(100 * part / whole) for at, part in enumerate(parts)]


def _up(part: int, whole: int) -> int:
    return -(-100 * part // whole)


def _smallest_first(bases: Sequence[int], but: Collection[int]) -> list[int]:
    """Rows that could be told, the smallest first; those of nobody not among them."""
    return sorted(
        (place for place, many in enumerate(bases) if many and place not in but), key=lambda place: bases[place]
    )
