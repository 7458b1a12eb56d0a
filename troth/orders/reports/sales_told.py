"""Sales as they may be told: day by day, and altogether, without what rests on a few orders (`few`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from . import few, sales
from .few import Cut
from .sales import Sales
from .span import Span

ORDERED = ("orders", "goods", "discount", "shipping", "tax", "total")
# On what each amount rests: what was ordered on orders, what went back on refunds, and so on.
RESTS = {
    **dict.fromkeys(ORDERED, "orders"),
    "refunds": "times_refunded",
    "extra": "times_extra",
    "charged_back": "times_charged_back",
    "recovered": "times_recovered",
}


@dataclass(frozen=True, slots=True)
class Row:
    """As `Sales`; None: too few to say. `net` is said where everything that makes it is."""

    first: date
    orders: int | None
    goods: int | None
    discount: int | None
    shipping: int | None
    tax: int | None
    total: int | None
    refunds: int | None
    extra: int | None
    charged_back: int | None
    recovered: int | None
    net: int | None
    average: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """`some`: whether anything at all was sold, given back or paid. `open`: how many rows are left open."""

    rows: tuple[Row, ...]
    whole: Row
    some: bool
    open: int


def told(span: Span, currency: str) -> Told:
    """Five queries."""
    return of(sales.sales(span, currency))


def beside_the_last(span: Span, currency: str, many: int) -> tuple[tuple[Row, ...], Row]:
    """Each row, and the sum of the last so many of them, which stands beside them all. Five queries."""
    return last_of(sales.sales(span, currency), many)


def last_of(rows: Sequence[Sales], many: int) -> tuple[tuple[Row, ...], Row]:
    """What is left out of the last ones beside their own sum is left out of all of them, too. Pure."""
    before = len(rows) - many
    beside, cuts = _cuts(rows[before:]), _cuts(rows)
    both = {base: Cut(cut.out | {before + at for at in beside[base].out}, cut.whole) for base, cut in cuts.items()}
    return _told(rows, both).rows, _told(rows[before:], beside).whole


def of(rows: Sequence[Sales]) -> Told:
    """Each kind of amount by what it rests on, beside its total. Pure."""
    return _told(rows, _cuts(rows))


def _cuts(rows: Sequence[Sales]) -> dict[str, Cut]:
    return {base: few.cut([getattr(row, base) for row in rows]) for base in dict.fromkeys(RESTS.values())}


def _told(rows: Sequence[Sales], cuts: Mapping[str, Cut]) -> Told:
    whole = sales.altogether(tuple(rows))
    shown = tuple(_row(row, {base for base, cut in cuts.items() if at in cut.out}) for at, row in enumerate(rows))
    some = any(getattr(whole, base) for base in cuts)
    told = _row(whole, {base for base, cut in cuts.items() if not cut.whole})
    return Told(shown, told, some, sum(row.net is None for row in shown))


def _row(row: Sales, hidden: set[str]) -> Row:
    """`hidden`: what may not be told of in this row."""
    values = {name: None if base in hidden else getattr(row, name) for name, base in RESTS.items()}
    average = None if "orders" in hidden else row.average
    return Row(row.first, **values, net=None if hidden else row.net, average=average)
