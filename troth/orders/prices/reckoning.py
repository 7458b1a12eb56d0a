"""All of an order's amounts, from its lines, its deals and its case for the tax. Pure, whole minor units.

goods      what the lines cost by their price tags
discount   what deals take off, goods and shipping together
tax        what comes on top; `tax_included` is the part of the total that is tax already
total      goods - discount + shipping + tax

A tax is rounded once for all that carries it, and then shared out over the lines (docs/adr/0009).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .deals import Deal, Item, Kind, off
from .rates import WHOLE, Rate
from .split import part, shares
from .treatment import Case, Treatment


@dataclass(frozen=True, slots=True)
class TaxLine:
    """One tax of the order: `base` without it, `amount` of it. `included`: prices contained it."""

    name: str
    rate: int
    base: int
    amount: int
    included: bool


@dataclass(frozen=True, slots=True)
class Share:
    """A line's part of discount and tax. `rate` is 0 for a line that carries none."""

    discount: int
    tax: int
    rate: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What one deal took off."""

    label: str
    amount: int


@dataclass(frozen=True, slots=True)
class Reckoning:
    goods: int
    discount: int
    shipping: int
    tax: int
    tax_included: int
    treatment: Treatment
    lines: tuple[Share, ...]
    taxes: tuple[TaxLine, ...]
    taken: tuple[Taken, ...] = ()
    shipping_discount: int = 0
    shipping_tax: int = 0

    @property
    def total(self) -> int:
        return self.goods - self.discount + self.shipping + self.tax


def reckon(items: Sequence[Item], shipping: int, deals: Sequence[Deal], case: Case) -> Reckoning:
    """`deals` were found fit, and act one after the other, each on what the one before left."""
    gone, shipping_off, taken = _deducted(items, shipping, deals)
    bases = [item.total - less for item, less in zip(items, gone, strict=True)]
    rows = [case.of(item.tax_class) for item in items]
    sent = _sending(shipping - shipping_off, bases, rows)
    taxes: list[TaxLine] = []
    tax_of, tax_of_sending = [0] * len(items), 0
    for row in dict.fromkeys(row for row in rows if row is not None):
        places = [place for place, each in enumerate(rows) if each == row]
        line, parts = _one_tax(row, [*(bases[place] for place in places), sent.get(row, 0)])
        taxes.append(line)
        tax_of_sending += parts[-1]
        for place, tax in zip(places, parts, strict=False):
            tax_of[place] = tax
    return Reckoning(
        goods=sum(item.total for item in items),
        discount=sum(gone) + shipping_off,
        shipping=shipping,
        tax=sum(line.amount for line in taxes if not line.included),
        tax_included=sum(line.amount for line in taxes if line.included),
        treatment=case.treatment,
        lines=tuple(
            Share(less, tax, row.rate if row else 0) for less, tax, row in zip(gone, tax_of, rows, strict=True)
        ),
        taxes=tuple(taxes),
        taken=taken,
        shipping_discount=shipping_off,
        shipping_tax=tax_of_sending,
    )


def without(price: int, row: Rate | None) -> int:
    """A price tag without the tax it contains."""
    return price if row is None else part(price, WHOLE, WHOLE + row.rate)


def _deducted(items: Sequence[Item], shipping: int, deals: Sequence[Deal]) -> tuple[list[int], int, tuple[Taken, ...]]:
    gone, shipping_off, taken = [0] * len(items), 0, []
    for deal in deals:
        if deal.kind is Kind.FREE_SHIPPING:
            amount, shipping_off = shipping - shipping_off, shipping
        else:
            less = off(deal, items, gone)
            amount, gone = sum(less), [one + two for one, two in zip(gone, less, strict=True)]
        taken.append(Taken(deal.label, amount))
    return gone, shipping_off, tuple(taken)


def _sending(price: int, bases: Sequence[int], rows: Sequence[Rate | None]) -> dict[Rate, int]:
    """What of the price of sending each tax falls on: in proportion to the goods that carry it."""
    if not price or not rows:
        return {}
    found: dict[Rate, int] = {}
    for row, share in zip(rows, shares(price, bases), strict=True):
        if row is not None and row.shipping:
            found[row] = found.get(row, 0) + share
    return found


def _one_tax(row: Rate, bases: Sequence[int]) -> tuple[TaxLine, tuple[int, ...]]:
    """The tax of everything that carries it, rounded once, and each one's share of it."""
    whole = sum(bases)
    amount = part(whole, row.rate, WHOLE + row.rate if row.included else WHOLE)
    base = whole - amount if row.included else whole
    return TaxLine(row.name, row.rate, base, amount, row.included), shares(amount, bases)
