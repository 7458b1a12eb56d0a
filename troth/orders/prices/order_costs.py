"""What an order cost, as its page, the desk and its mails show it; with its terms and papers."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from troth.catalog.money import Money
from troth.catalog.words.saying import kept
from troth.policy import FIRST

from .. import sent_by, terms
from ..invoices import papers
from ..invoices.papers import Slip
from ..models import Order, OrderTax
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
    discounts = order.discounts.all() if order.discount else ()
    off = [
        CostLine(kept(each.label, each.first, order.language), less(_money(order, each.amount))) for each in discounts
    ]
    sending = CostLine(sent_by.name_of(order), _money(order, order.shipping).text)
    taxes = [_tax(order, each) for each in order.taxes.all()] if order.tax or order.tax_included else ()
    return (*off, sending, *tax_lines(taxes, order.tax_case, lambda amount: _money(order, amount)))


def _tax(order: Order, row: OrderTax) -> Tax:
    return TaxLine(kept(row.name, row.first, order.language), row.rate, row.base, row.amount, row.included)


def _money(order: Order, amount: int) -> Money:
    return Money(amount, order.currency)
