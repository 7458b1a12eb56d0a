"""A month before the book-keeper lays it aside: what of it is not settled, whether it is closed, what touched it since.

A closed month forbids nothing. Money comes and goes when it does; whoever keeps the books is told which month it changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from troth import gate
from troth.catalog.money import Money

from .. import jobs
from ..errors import NotPossible
from ..models import ClosedMonth, Debt, Difference, Invoice, OnAccount, Order, Payment, Refund
from ..models.account import LEFT, Standing
from ..models.invoice import InvoiceKind
from ..models.order import Origin
from ..models.owed import Owing
from ..models.payment import EARLIER_SHOP, SETTLED
from ..models.refund import CLAIMS, WITHOUT_PAPER, Giving, Why
from ..models.returning import Owed
from ..reconcile import report
from ..reconcile.report import Finding
from ..reports.span import Span, Step, following

PURPOSE = "billing"
NEVER_BILLED = (Why.LATE, Why.TWICE)
SHOWN = 200  # of each list; more than that is no list to go through but a fault


@dataclass(frozen=True, slots=True)
class Open:
    """One thing to look at. `number`: of the paper, "" where there is none. `of`: what it says, where only `amount` is open."""

    order: str
    number: str
    at: datetime
    amount: Money
    of: Money | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    at: datetime
    job: str

    @property
    def by(self) -> str:
        """The job in words; "" for one the policy has no more."""
        roles = gate.policy().roles
        return roles[self.job].label if self.job in roles else ""


@dataclass(frozen=True, slots=True)
class Month:
    """`no_paper`: money without a paper. `no_money`: papers without money. `differ`: what the provider's books say otherwise.

    `later`: papers made since it was closed that change it.
    """

    first: date
    no_paper: tuple[Open, ...]
    no_money: tuple[Open, ...]
    differ: tuple[Finding, ...]
    closing: Closing | None
    later: tuple[Open, ...]
    is_over: bool

    @property
    def settled(self) -> bool:
        return not (self.no_paper or self.no_money or self.differ)


def seen(first: date, actor: gate.Actor) -> Month:
    """Opens nobody's data. Raises gate.Refused for whose job it is not."""
    jobs.may(actor, PURPOSE)
    span = span_of(first)
    closed = ClosedMonth.objects.filter(year=first.year, month=first.month).first()
    latest = report.latest()
    return Month(
        first=first,
        no_paper=tuple(sorted(_without_paper(span), key=lambda each: each.at)),
        no_money=tuple(sorted(_without_money(span), key=lambda each: each.at)),
        differ=latest.open if latest else (),
        closing=Closing(closed.closed_at, closed.job) if closed else None,
        later=tuple(_later(span, closed.closed_at)) if closed else (),
        is_over=timezone.localdate() > span.last,
    )


def close(first: date, actor: gate.Actor) -> None:
    """Who comes second changes nothing. Raises NotPossible for a month that is not over, gate.Refused."""
    jobs.may(actor, PURPOSE)
    if timezone.localdate() <= span_of(first).last:
        raise NotPossible
    job = next((role for role in sorted(actor.roles) if PURPOSE in gate.policy().roles[role].purposes), "")
    with transaction.atomic():
        ClosedMonth.objects.get_or_create(year=first.year, month=first.month, defaults={"job": job})


def reopen(first: date, actor: gate.Actor) -> None:
    """Raises gate.Refused."""
    jobs.may(actor, PURPOSE)
    ClosedMonth.objects.filter(year=first.year, month=first.month).delete()


def closings(days: list[date]) -> dict[date, Closing]:
    """Of the months in which these days lie, where one is closed: by its first day. One query, none for no days."""
    months = {day.replace(day=1) for day in days}
    if not months:
        return {}
    rows = ClosedMonth.objects.filter(year__in={each.year for each in months})
    found = {date(row.year, row.month, 1): Closing(row.closed_at, row.job) for row in rows}
    return {month: found[month] for month in months if month in found}


def span_of(first: date) -> Span:
    last = following(first, Step.MONTH)
    return Span(first, date.fromordinal(last.toordinal() - 1), Step.MONTH)


def _without_paper(span: Span) -> Iterator[Open]:
    """Money that came or went, and of which no paper tells, though one is owed."""
    inside = Q(settled_at__gte=span.begins, settled_at__lt=span.ends)
    papers = Invoice.objects.filter(order=OuterRef("order"))
    paid = Payment.objects.filter(inside, state__in=SETTLED, difference=None, debt=None).exclude(provider=EARLIER_SHOP)
    paid = paid.exclude(order__origin=Origin.IMPORT).exclude(refunds__why__in=NEVER_BILLED).filter(~Exists(papers))
    for payment in paid.select_related("order")[:SHOWN]:
        yield _open(payment.order, "", payment.settled_at, payment.amount, payment.currency)
    ended = {"ended_at__gte": span.begins, "ended_at__lt": span.ends, "invoice": None}
    more = Difference.objects.filter(state=Owed.PAID, **ended).select_related("request__order")
    for each in more[:SHOWN]:
        yield _open(each.request.order, "", each.ended_at, each.amount, each.currency)
    debts = Debt.objects.filter(state=Owing.PAID, **ended).exclude(dispute__credit_note=None)
    for debt in debts.select_related("dispute__payment__order")[:SHOWN]:
        yield _open(debt.dispute.payment.order, "", debt.ended_at, debt.amount, debt.currency)
    for refund in _refunds(span).filter(state=Giving.DONE, credit_note=None).exclude(why__in=WITHOUT_PAPER)[:SHOWN]:
        yield _open(refund.order, "", refund.decided_at, -refund.amount, refund.currency)


def _without_money(span: Span) -> Iterator[Open]:
    """Invoices that are not paid, or not whole, and refunds with a credit note, or on their way to one, whose money did not go."""
    issued = Invoice.objects.filter(issued_at__gte=span.begins, issued_at__lt=span.ends, amount__gt=0)
    money = Payment.objects.filter(order=OuterRef("order"), state__in=SETTLED)
    on_account = OnAccount.objects.filter(order=OuterRef("order"))
    in_force = issued.filter(kind=InvoiceKind.INVOICE, replaced_at=None).select_related("order")
    for paper in in_force.filter(~Exists(money), ~Exists(on_account))[:SHOWN]:
        yield _open(paper.order, paper.number, paper.issued_at, paper.amount, paper.currency)
    # What was called off had its paper taken back; of what was let go the paper still says that it is owed.
    owed = on_account.filter(state__in=(Standing.OPEN, Standing.LET_GO)).annotate(still=LEFT)
    for paper in in_force.filter(Exists(owed)).annotate(still=Subquery(owed.values("still")[:1]))[:SHOWN]:
        yield _open(paper.order, paper.number, paper.issued_at, paper.still, paper.currency, of=paper.amount)
    waiting = _refunds(span).filter(state__in=CLAIMS | {Giving.FAILED}).exclude(state=Giving.DONE)
    for refund in waiting.annotate(paper=F("credit_note__number"))[:SHOWN]:
        yield _open(refund.order, refund.paper or "", refund.decided_at, -refund.amount, refund.currency)


def _refunds(span: Span) -> QuerySet[Refund]:
    found = Refund.objects.filter(decided_at__gte=span.begins, decided_at__lt=span.ends)
    found = found.exclude(payment__provider=EARLIER_SHOP)
    return found.select_related("payment__order", "account__order")


def _later(span: Span, closed_at: datetime) -> Iterator[Open]:
    """Papers made since that take back one of the month's, and any that carries a day of it."""
    of_month = Q(issued_at__gte=span.begins, issued_at__lt=span.ends)
    takes_back = Q(credits__issued_at__gte=span.begins, credits__issued_at__lt=span.ends)
    rows = Invoice.objects.filter(of_month | takes_back, issued_at__gt=closed_at).select_related("order")
    for row in rows.order_by("issued_at", "pk")[:SHOWN]:
        sign = -1 if row.kind == InvoiceKind.CREDIT else 1
        yield _open(row.order, row.number, row.issued_at, sign * row.amount, row.currency)


def _open(order: Order, number: str, at: datetime | None, amount: int, currency: str, of: int = 0) -> Open:
    whole = Money(of, currency) if of and of != amount else None
    return Open(order.number, number, at or order.placed_at, Money(amount, currency), whole)
