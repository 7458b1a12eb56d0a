"""Papers and money of some days in one currency, a line for each rate of a paper and one for each movement of money.

By the rules of the Books report, so that both add up to the same: a paper counts on the day it was issued, a refund on the
day it was decided, a payment on the day it arrived. What came once too often, or for what was called off, comes in and goes
out here, and is in no sale. What an earlier shop took is in that shop's books. What a provider keeps as its fee is
known to its statement alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..models import Dispute, Invoice, OrderTax, Payment, Refund
from ..models.dispute import Contesting
from ..models.invoice import InvoiceKind
from ..models.payment import EARLIER_SHOP, SETTLED, TRANSFER
from ..models.refund import CLAIMS
from ..reports.named import first_name
from ..reports.span import Span


class Kind(StrEnum):
    """What a line of the journal is about."""

    INVOICE = "invoice"
    CREDIT = "credit"
    PAYMENT = "payment"
    REFUND = "refund"
    TAKEN_BACK = "taken_back"

    @property
    def words(self) -> str | Promise:
        return _WORDS[self]

    @property
    def is_paper(self) -> bool:
        return self in (Kind.INVOICE, Kind.CREDIT)


_WORDS: dict[Kind, str | Promise] = {
    Kind.INVOICE: _("Invoice"),
    Kind.CREDIT: _("Credit note"),
    Kind.PAYMENT: _("Payment"),
    Kind.REFUND: _("Refund"),
    Kind.TAKEN_BACK: _("Taken back by the bank"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. Amounts are minor units, below 0 where money or goods go back; those of money have no `net` and no `tax`.

    `number`: of the paper, or of the one the money belongs to. `about`: of the invoice that a credit note takes back.
    `rate`: thousandths of a per cent. `case`: see `orders.models.TaxCase`. `party`: whose it is, under the vault's key.
    `by_transfer`: money that moved on the shop's own bank account.
    """

    day: date
    kind: Kind
    number: str
    order: str
    about: str
    gross: int
    net: int = 0
    tax: int = 0
    tax_name: str = ""
    rate: int = 0
    case: str = ""
    party: UUID | None = None
    by_transfer: bool = False


def journal(span: Span, currency: str) -> tuple[Entry, ...]:
    """By day. Five queries."""
    found = [*papers(span, currency), *money(span, currency)]
    return tuple(sorted(found, key=lambda each: (each.day, [*Kind].index(each.kind), each.number, each.order)))


def papers(span: Span, currency: str) -> Iterator[Entry]:
    """Two queries."""
    rows = Invoice.objects.filter(issued_at__gte=span.begins, issued_at__lt=span.ends, currency=currency)
    rows = rows.select_related("order", "credits").order_by("issued_at", "pk")
    taxes = OrderTax.objects.filter(order__in=rows.order_by().values("order")).order_by()
    told = taxes.annotate(called=first_name("name")).values_list("order", "name", "called")
    called = {(order, name): words for order, name, words in told}
    for row in rows:
        sign = -1 if row.kind == InvoiceKind.CREDIT else 1
        names = {tax["name"]: called.get((row.order_id, tax["name"]), tax["name"]) for tax in row.content["taxes"]}
        yield from _by_rate(row, sign, names)


def _by_rate(row: Invoice, sign: int, names: dict[str, str]) -> Iterator[Entry]:
    """A line for each tax, and one for what carries none."""
    same: dict[str, Any] = {
        "day": timezone.localdate(row.issued_at),
        "kind": Kind.CREDIT if sign < 0 else Kind.INVOICE,
        "number": row.number,
        "order": row.order.number,
        "about": row.credits.number if row.credits else "",
        "case": row.content["tax_case"],
        "party": row.order.party,
    }
    left = row.amount
    for tax in row.content["taxes"]:
        gross = tax["base"] + tax["amount"]
        left -= gross
        if gross:
            sums = {"gross": sign * gross, "net": sign * tax["base"], "tax": sign * tax["amount"]}
            yield Entry(**same, **sums, tax_name=names[tax["name"]], rate=tax["rate"])
    if left or not row.amount:
        yield Entry(**same, gross=sign * left, net=sign * left)


def money(span: Span, currency: str) -> Iterator[Entry]:
    """Three queries."""
    paid = Payment.objects.filter(state__in=SETTLED, currency=currency).exclude(provider=EARLIER_SHOP)
    arrived = _of(paid, span, "settled_at", "order", _paper_of_payment())
    given = Refund.objects.filter(state__in=CLAIMS, payment__currency=currency)
    given = given.exclude(payment__provider=EARLIER_SHOP)
    note = F("credit_note__number")
    back = _of(given, span, "decided_at", "payment__order", note)
    lost = Dispute.objects.filter(state=Contesting.LOST, currency=currency, payment__currency=currency)
    taken = _of(lost, span, "ended_at", "payment__order", note)
    for kind, rows, sign in ((Kind.PAYMENT, arrived, 1), (Kind.REFUND, back, -1), (Kind.TAKEN_BACK, taken, -1)):
        for at, amount, order, party, number, provider in rows:
            own = provider == TRANSFER
            yield Entry(_day(at), kind, number or "", order, "", sign * amount, party=party, by_transfer=own)


def _of(rows: QuerySet[Any], span: Span, when: str, order: str, number: Any) -> QuerySet[Any, Any]:
    """(time, amount, number of the order, whose, number of the paper, provider) of what happened in these days."""
    provider = order.removesuffix("order") + "provider"
    inside = rows.filter(**{f"{when}__gte": span.begins, f"{when}__lt": span.ends}).annotate(paper=number)
    return inside.order_by(when, "pk").values_list(
        when, "amount", f"{order}__number", f"{order}__party", "paper", provider
    )


def _paper_of_payment() -> Coalesce:
    """The invoice it pays: that of the exchange or the debt, else the order's own in force."""
    in_force = Invoice.objects.filter(order=OuterRef("order"), kind=InvoiceKind.INVOICE, replaced_at=None)
    return Coalesce(
        F("difference__invoice__number"), F("debt__invoice__number"), Subquery(in_force.values("number")[:1])
    )


def _day(at: datetime) -> date:
    return timezone.localdate(at)
