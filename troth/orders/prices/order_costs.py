"""What an order cost, as its page, the desk and its mails show it; with its terms and papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext

from troth.catalog.money import Money
from troth.catalog.words.saying import kept
from troth.policy import FIRST

from .. import sent_by, terms
from ..invoices import papers
from ..invoices.papers import Slip
from ..models import Order
from ..models.order import What
from .cost_words import CostLine, Tax, less, tax_lines
from .reckoning import TaxLine


@dataclass(frozen=True, slots=True)
class OrderCosts:
    """`lines` stand between goods and total; those `aside` say what the total contains. `terms`: a version, or "".

    `terms_in`: the name of the language they were accepted in; "" in a shop that speaks one.
    """

    goods: Money
    lines: tuple[CostLine, ...]
    total: Money
    terms: str
    tax_case: str
    papers: tuple[Slip, ...] = ()
    terms_in: str = ""


def of(order: Order) -> OrderCosts:
    """One query where there are papers, one where something was taken off, one where tax was charged; one for events
    that were not fetched before."""
    return OrderCosts(
        _money(order, order.goods),
        lines(order),
        _money(order, order.total),
        order.terms,
        order.tax_case,
        papers.of(order) if any(event.what == What.INVOICED for event in order.events.all()) else (),
        _language(order),
    )


def _language(order: Order) -> str:
    """A query only for an order in another language than the first."""
    names = dict(settings.LANGUAGES)
    if not order.terms or len(names) < 2:
        return ""
    translated = order.language not in ("", FIRST) and order.language in terms.read_in(order.terms)
    code = order.language if translated else FIRST
    return names.get(code, code)


def of_number(number: str) -> OrderCosts:
    """One query more. Raises Order.DoesNotExist."""
    return of(Order.objects.get(number=number))


def lines(order: Order) -> tuple[CostLine, ...]:
    """Discounts, sending, taxes. No query for an order without the first and the last."""
    sending = CostLine(sent_by.name_of(order) or gettext("Shipping"), _money(order, order.shipping).text)
    taxes = [*_taxes(order)] if order.tax or order.tax_included else ()
    off = _taken_off(order) if order.discount else ()
    return (*off, sending, *tax_lines(taxes, order.tax_case, lambda amount: _money(order, amount)))


def _taken_off(order: Order) -> Iterator[CostLine]:
    """By name. What an earlier shop gave no name is a discount all the same; what it did not tell at all, says so."""
    rows = list(order.discounts.all())
    if nameless := order.discount - sum(each.amount for each in rows):
        yield CostLine(gettext("Discount"), less(_money(order, nameless)))
    for each in rows:
        words = (
            kept(each.label, each.first, order.language) if each.label else gettext("Not explained by the earlier shop")
        )
        yield CostLine(words, less(_money(order, each.amount)))


def _taxes(order: Order) -> Iterator[Tax]:
    """By name, and what an earlier shop gave none."""
    rows = list(order.taxes.all())
    for row in rows:
        name = kept(row.name, row.first, order.language) if row.name else gettext("Tax")
        yield TaxLine(name, row.rate, row.base, row.amount, row.included)
    if nameless := order.tax + order.tax_included - sum(row.amount for row in rows):
        yield TaxLine(gettext("Tax"), 0, 0, nameless, bool(order.tax_included))


def _money(order: Order, amount: int) -> Money:
    return Money(amount, order.currency)
