"""The books: sums to the cent, for whoever makes out the invoices (`readers.keeps_books`). They are no figures (`few`).

Orders from an earlier shop count on the day they were placed there, as all others do, and are told beside: the earlier shop's
own books have them as well, and its invoices.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Count, QuerySet, Sum

from ..account.ageing import Aged, aged
from ..models import Order
from ..models.order import Origin, TaxCase
from . import sales, taxes
from .on_papers import Papered, on_papers
from .sales import Sales
from .sold import sold
from .span import Span, Step
from .taxes import Taxed


@dataclass(frozen=True, slots=True)
class Books:
    """`months`: each that the span touches, with what of it lies in the span. `earlier`: how many of the orders are an earlier
    shop's, and what they come to (minor units). `exempt`: how many carry no tax because their buyers are exempt, and what they
    come to.
    """

    months: tuple[Sales, ...]
    whole: Sales
    taxes: tuple[Taxed, ...]
    papers: tuple[Papered, ...]
    earlier: tuple[int, int] = (0, 0)
    exempt: tuple[int, int] = (0, 0)
    aged: Aged | None = None  # what is open on account now; None where nothing is


def books(span: Span, currency: str) -> Books:
    """Twelve queries."""
    months = sales.sales(replace(span, step=Step.MONTH), currency)
    found = sold(span).filter(currency=currency).order_by()
    return Books(
        months,
        sales.altogether(months),
        taxes.taxes(span, currency),
        on_papers(span, currency),
        _of(found.filter(origin=Origin.IMPORT)),
        _of(found.filter(tax_case=TaxCase.EXEMPT)),
        aged(currency),
    )


def _of(orders: QuerySet[Order]) -> tuple[int, int]:
    summed = orders.aggregate(many=Count("pk"), sum=Sum("total"))
    return summed["many"], summed["sum"] or 0
