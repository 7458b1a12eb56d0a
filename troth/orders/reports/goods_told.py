"""What was sold, taken off and given back, thing by thing, without what rests on a few orders (`few`).

What is left out of a table that has a total stands in one row of it, nameless: the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from . import deals, few, given_back, products, taxes
from .deals import Deal, Uses
from .few import Places
from .given_back import CameBack, Reason
from .products import Sold
from .span import Span
from .taxes import Taxed


class Counted(Protocol):
    """A row that stands on so many orders."""

    @property
    def orders(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Rest:
    """Those left out, together: how many, and what they come to. `amount`: minor units."""

    many: int
    amount: int
    pieces: int = 0
    times: int = 0


@dataclass(frozen=True, slots=True)
class Found[Row]:
    """`rows` that may be told, in their order. `rest`: what the others come to, where there is a total to take it from.

    `some`: whether there is anything, told or not.
    """

    rows: tuple[Row, ...]
    rest: Rest | None
    some: bool


def by_product(span: Span, currency: str) -> Found[Sold]:
    """Three queries."""
    rows, whole = products.by_product(span, currency), products.orders(span, currency)
    return _mixed(
        rows, whole, lambda left: Rest(len(left), sum(each.amount for each in left), sum(each.pieces for each in left))
    )


def by_category(found: Found[Sold]) -> tuple[tuple[str, int, int], ...]:
    """(name, pieces, amount) of the products that are told, so that a category says nothing of those that are not; the largest
    first. "" has what stands in none. One query."""
    shelves = products.shelves(each.product for each in found.rows if each.product is not None)
    sums: dict[str, tuple[int, int]] = {}
    for each in found.rows:
        for name in shelves.get(each.product or 0, ("",)):
            pieces, amount = sums.get(name, (0, 0))
            sums[name] = pieces + each.pieces, amount + each.amount
    rows = ((name, pieces, amount) for name, (pieces, amount) in sums.items())
    return tuple(sorted(rows, key=lambda row: (-row[2], row[0])))


def by_deal(span: Span, currency: str) -> Found[Deal]:
    """Two queries. The rest says what it took off."""
    rows, whole = deals.deals(span, currency), deals.orders(span, currency)
    return _mixed(rows, whole, lambda left: Rest(len(left), sum(each.off for each in left)))


def by_tax(span: Span, currency: str) -> Found[Taxed]:
    """Three queries."""
    rows, whole = taxes.taxes(span, currency), taxes.orders(span, currency)
    return _mixed(rows, whole, lambda left: Rest(len(left), sum(each.amount for each in left)))


def reasons(span: Span, currency: str) -> Found[Reason]:
    """A refund has one of them. One query."""
    rows = given_back.reasons(span, currency)
    cut = few.cut([each.times for each in rows])
    left = _left(rows, cut.out)
    some = Rest(len(left), sum(each.amount for each in left), times=sum(each.times for each in left))
    return Found(_kept(rows, cut.out), some if left and cut.whole else None, bool(rows))


def uses(span: Span) -> Found[Uses]:
    """There is no total beside them, so there is no rest. `given_back` and `left` are None where they are about a few. One query."""
    rows = deals.uses(span)
    return Found(tuple(_use(each) for each in rows if few.told(each.used)), None, bool(rows))


def came_back(span: Span) -> Found[CameBack]:
    """Likewise."""
    rows = given_back.goods(span)
    return Found(tuple(each for each in rows if few.told(each.times)), None, bool(rows))


def _use(each: Uses) -> Uses:
    back = each.given_back or 0
    return each if few.told(back) and few.told(each.used - back) else replace(each, given_back=None)


def _mixed[Row: Counted](rows: Sequence[Row], whole: int, together: Callable[[Sequence[Row]], Rest]) -> Found[Row]:
    """`whole`: how many orders there are in all of the rows, each counted once."""
    cut = few.cut_mixed([row.orders for row in rows], whole)
    left = _left(rows, cut.out)
    return Found(_kept(rows, cut.out), together(left) if left and cut.whole else None, bool(rows))


def _kept[Row](rows: Sequence[Row], out: Places) -> tuple[Row, ...]:
    return tuple(row for place, row in enumerate(rows) if place not in out)


def _left[Row](rows: Sequence[Row], out: Places) -> tuple[Row, ...]:
    return tuple(row for place, row in enumerate(rows) if place in out)
