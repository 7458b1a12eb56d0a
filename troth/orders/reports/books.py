"""The books: sums to the cent, for whoever makes out the invoices (`readers.keeps_books`). They are no figures (`few`)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from . import sales, taxes
from .sales import Sales
from .span import Span, Step
from .taxes import Taxed


@dataclass(frozen=True, slots=True)
class Books:
    """`months`: each that the span touches, with what of it lies in the span."""

    months: tuple[Sales, ...]
    whole: Sales
    taxes: tuple[Taxed, ...]


def books(span: Span, currency: str) -> Books:
    """Six queries."""
    months = sales.sales(replace(span, step=Step.MONTH), currency)
    return Books(months, sales.altogether(months), taxes.taxes(span, currency))
