"""What a shop needs to sell by the book: terms, taxes, and a way to draw invoices."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from troth.orders import terms
from troth.orders.invoices import pdf
from troth.orders.models import TaxRule

from .finding import Finding


def _terms() -> Iterator[Finding]:
    try:
        found = terms.current()
    except (terms.NotTerms, OSError, UnicodeDecodeError) as error:
        yield Finding("terms of sale", "unfit", f"{error} Nobody can order before that is mended")
        return
    if found is None:
        says = "none, so orders are taken without any; write terms.md beside policy.yaml"
        yield Finding("terms of sale", "note", says)
    else:
        yield Finding("terms of sale", "fit", f"{found.version}, in force from {found.day:%Y-%m-%d}")


def _taxes() -> Iterator[Finding]:
    rows = TaxRule.objects.count()
    if rows:
        yield Finding("taxes", "fit", f"{rows} in force")
    else:
        yield Finding("taxes", "note", "none, so nothing is charged anywhere; enter them in the office under Prices")


def _invoices() -> Iterator[Finding]:
    if lacking := pdf.missing():
        yield Finding("invoices", "unfit", f"they cannot be drawn: {lacking}")
    else:
        yield Finding("invoices", "fit", "can be drawn as PDF")


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (_terms, _taxes, _invoices)
