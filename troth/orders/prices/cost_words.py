"""Discounts, sending and taxes as lines for people: on the checkout, the order's page, in mails and on invoices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext

from troth.catalog.money import Money
from troth.catalog.words.saying import Said, lang_of

from .rates import in_words
from .reckoning import Reckoning
from .treatment import Treatment


class Tax(Protocol):
    """A `TaxLine`, or the row of an order."""

    @property
    def name(self) -> str: ...
    @property
    def rate(self) -> int: ...
    @property
    def amount(self) -> int: ...
    @property
    def included(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class CostLine:
    """`aside`: it says what the total contains and is no part of the sum. `words` may know their language (`Said`)."""

    words: str
    amount: str
    aside: bool = False


def cost_lines(sums: Reckoning, money: Callable[[int], Money], sending: str | Promise) -> list[CostLine]:
    lines = [CostLine(each.label, less(money(each.amount))) for each in sums.taken]
    lines.append(CostLine(sending if isinstance(sending, str) else str(sending), money(sums.shipping).text))
    return lines + tax_lines(sums.taxes, sums.treatment, money)


def tax_lines(taxes: Iterable[Tax], treatment: str, money: Callable[[int], Money]) -> list[CostLine]:
    """One for each tax; one that says why there is none."""
    found = [_tax(tax, money) for tax in taxes if tax.amount or tax.rate]
    return found or [CostLine(gettext("Taxes"), no_tax(treatment))]


def no_tax(treatment: str) -> str:
    if treatment == Treatment.REVERSE_CHARGE:
        return gettext("reverse charge")
    if treatment == Treatment.EXEMPT:
        return gettext("exempt")
    return gettext("none charged")


def less(money: Money) -> str:
    """ "-$5.00", with a true minus sign."""
    return f"\N{MINUS SIGN}{money.text}"


def with_rate(name: str, rate: int) -> str:
    """ "Sales tax 6.25%", as the language writes numbers."""
    words = gettext("%(name)s %(rate)s%%") % {"name": name, "rate": localize(Decimal(in_words(rate)))}
    return Said(words, lang=lang_of(name))


def _tax(tax: Tax, money: Callable[[int], Money]) -> CostLine:
    words = with_rate(tax.name, tax.rate) if tax.rate else tax.name  # an earlier shop may tell none
    if tax.included:
        return CostLine(gettext("Contains %(tax)s") % {"tax": words}, money(tax.amount).text, aside=True)
    return CostLine(words, money(tax.amount).text)
