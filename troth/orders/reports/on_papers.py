"""The taxes that invoices and credit notes of some days tell, by name and rate: what the tax office is owed. Two queries.

A paper counts on the day it was issued. What was given back is no more in it, with the tax that the credit note took back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ..models import Invoice, OrderTax
from ..models.invoice import InvoiceKind
from .named import first_name
from .span import Span


@dataclass(frozen=True, slots=True)
class Papered:
    """`rate`: thousandths of a per cent. Minor units: `base` and `amount` as invoiced, `base_back` and `back` as credited."""

    name: str
    rate: int
    included: bool
    base: int = 0
    amount: int = 0
    base_back: int = 0
    back: int = 0

    @property
    def base_left(self) -> int:
        return self.base - self.base_back

    @property
    def left(self) -> int:
        return self.amount - self.back


def on_papers(span: Span, currency: str) -> tuple[Papered, ...]:
    """Largest tax first."""
    summed: dict[tuple[str, int, bool], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for name, tax, is_credit in _told(span, currency):
        sums = summed[name, tax["rate"], bool(tax["included"])]
        sums[2 if is_credit else 0] += tax["base"]
        sums[3 if is_credit else 1] += tax["amount"]
    found = (Papered(*tax, *sums) for tax, sums in summed.items())
    return tuple(sorted(found, key=lambda each: (-each.left, each.name, each.rate)))


def _told(span: Span, currency: str) -> Iterator[tuple[str, dict[str, int], bool]]:
    """(what the tax is called in the shop's first language, the tax as the paper has it, whether it was taken back)."""
    papers = Invoice.objects.filter(issued_at__gte=span.begins, issued_at__lt=span.ends, currency=currency).order_by()
    rows = OrderTax.objects.filter(order__in=papers.values("order")).order_by().annotate(called=first_name("name"))
    called = {(order, name): words for order, name, words in rows.values_list("order", "name", "called")}
    for order, kind, taxes in papers.values_list("order", "kind", "content__taxes").iterator():
        for tax in taxes:
            yield called.get((order, tax["name"]), tax["name"]), tax, kind == InvoiceKind.CREDIT
