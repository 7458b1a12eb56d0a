"""The shop's taxes, offers, shipping and further currencies as they are now, kept in the process as long as nothing changed.

They are told in the language of the page; that takes no query, since they lie here in all of them.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from troth import gate
from troth.catalog import revision
from troth.catalog.money import decimals
from troth.catalog.words import spoken

from .. import shipping_file, shipping_rows
from ..account import terms
from ..account.terms import Terms
from ..exemptions import holding
from ..models import Offer, OfferWords, PriceBook, SellingCurrency, TaxRule, TaxWords
from ..models.voucher import DealTerms
from ..shipping_table import Table
from . import written
from .deals import Deal, Kind
from .local import editions
from .rates import Place, Rate, Rates, rates
from .split import part

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Currency:
    """`rate`: millionths of it for one unit of the price tags' currency, for what sending costs.

    `decimals`: how many more it has than that currency: -2 for yen beside dollars.
    """

    code: str
    countries: frozenset[str]
    rate: int
    decimals: int = 0

    def sending(self, price: int) -> int:
        """Minor units from minor units, rounded half up once."""
        return part(price, self.rate * 10 ** max(0, self.decimals), MILLION * 10 ** max(0, -self.decimals))


@dataclass(frozen=True, slots=True)
class Book:
    """`seller`: where the shop sits, as its policy says. What has a name says it in one language."""

    seller: Place
    rates: Rates = field(default_factory=Rates)
    offers: tuple[Deal, ...] = ()
    currencies: Mapping[str, Currency] = field(default_factory=dict)
    sending: Table = field(default_factory=shipping_file.table)
    on_account: Terms | None = None  # None where nothing is sold on account
    exempting: bool = False  # whether an exemption of anybody's may hold: else nobody is asked about theirs
    local: Mapping[tuple[str, str], int] = field(default_factory=dict)  # places with rates below them, by edition

    def told_in(self, language: str) -> Book:
        """`language`: as `spoken()` has it. Asked of the book in the first language, "" is that book itself."""
        if not language:
            return self
        return replace(
            self,
            rates=written.rates_in(self.rates, language),
            offers=written.offers_in(self.offers, language),
            sending=written.sending_in(self.sending, language),
        )


_kept: dict[uuid.UUID, dict[str, Book]] = {}  # by stamp and language; one stamp at a time


def current() -> Book:
    """One query while nothing changed."""
    return at(PriceBook.objects.values_list("stamp", flat=True).filter(pk=PriceBook.ONLY).first())


def at(stamp: uuid.UUID | None) -> Book:
    """The book with this stamp, which was read before: no query while nothing changed.

    What is loaded after the stamp may be newer than it, never older, and the next stamp loads it again.
    """
    language = spoken()
    if stamp is None:  # nothing was ever written down
        return Book(seller()).told_in(language)
    known = _kept.get(stamp)
    if known is None:
        known = {"": _written_down()}
        _kept.clear()
        _kept[stamp] = known
    if language not in known:
        known[language] = known[""].told_in(language)
    return known[language]


def _written_down() -> Book:
    return Book(
        seller(),
        _rates(),
        _offers(),
        _currencies(),
        shipping_rows.table(),
        exempting=holding.there_are_any(),
        local=editions.in_force(),
        on_account=terms.current(),
    )


def seller() -> Place:
    controller = gate.policy().controller
    return Place(controller.country, controller.region)


def deal(row: DealTerms, label: str, words: Mapping[str, str] | None = None) -> Deal:
    """What a voucher or offer takes off. `words`: its label in further languages. Two queries."""
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
        words=words or {},
    )


def _rates() -> Rates:
    words = written.names(TaxWords)
    return rates(
        Rate(
            row.country,
            row.region,
            row.tax_class,
            row.rate,
            row.name,
            row.included,
            row.shipping,
            words.get(row.pk, {}),
        )
        for row in TaxRule.objects.all()
    )


def _offers() -> tuple[Deal, ...]:
    words = written.names(OfferWords)
    return tuple(deal(offer, offer.name, words.get(offer.pk)) for offer in Offer.objects.filter(active=True))


def _currencies() -> dict[str, Currency]:
    rows = [*SellingCurrency.objects.all()]
    base = decimals(revision.currency()) if rows else 0
    return {
        row.code: Currency(row.code, frozenset(row.countries.split()), row.shipping_rate, decimals(row.code) - base)
        for row in rows
    }
