"""The shop's taxes, offers, shipping and further currencies as they are now, kept in the process as long as nothing changed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from troth import gate

from .. import shipping_file, shipping_rows
from ..models import Offer, PriceBook, SellingCurrency, TaxRule
from ..models.voucher import DealTerms
from ..shipping_table import Table
from .deals import Deal, Kind
from .rates import Place, Rate, Rates, rates
from .split import part

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Currency:
    """`rate`: millionths of it for one unit of the price tags' currency, for what sending costs."""

    code: str
    countries: frozenset[str]
    rate: int

    def sending(self, price: int) -> int:
        return part(price, self.rate, MILLION)


@dataclass(frozen=True, slots=True)
class Book:
    """`seller`: where the shop sits, as its policy says."""

    seller: Place
    rates: Rates = field(default_factory=Rates)
    offers: tuple[Deal, ...] = ()
    currencies: Mapping[str, Currency] = field(default_factory=dict)
    sending: Table = field(default_factory=shipping_file.table)


_kept: dict[uuid.UUID, Book] = {}


def current() -> Book:
    """One query while nothing changed."""
    return at(PriceBook.objects.values_list("stamp", flat=True).filter(pk=PriceBook.ONLY).first())


def at(stamp: uuid.UUID | None) -> Book:
    """The book with this stamp, which was read before: no query while nothing changed.

    What is loaded after the stamp may be newer than it, never older, and the next stamp loads it again.
    """
    if stamp is None:  # nothing was ever written down
        return Book(seller())
    if stamp not in _kept:
        book = Book(seller(), _rates(), _offers(), _currencies(), shipping_rows.table())
        _kept.clear()
        _kept[stamp] = book
        return book
    return _kept[stamp]


def seller() -> Place:
    controller = gate.policy().controller
    return Place(controller.country, controller.region)


def deal(row: DealTerms, label: str) -> Deal:
    """What a voucher or offer takes off. Three queries at most."""
    return Deal(
        kind=Kind(row.kind),
        label=label,
        value=row.value,
        currency=row.currency,
        minimum=row.minimum,
        products=frozenset(row.products.values_list("pk", flat=True)),
        categories=frozenset(row.categories.values_list("pk", flat=True)),
        begins=row.begins,
        ends=row.ends,
    )


def _rates() -> Rates:
    return rates(
        Rate(row.country, row.region, row.tax_class, row.rate, row.name, row.included, row.shipping)
        for row in TaxRule.objects.all()
    )


def _offers() -> tuple[Deal, ...]:
    return tuple(deal(offer, offer.name) for offer in Offer.objects.filter(active=True))


def _currencies() -> dict[str, Currency]:
    return {
        row.code: Currency(row.code, frozenset(row.countries.split()), row.shipping_rate)
        for row in SellingCurrency.objects.all()
    }
