"""What was paid or given back and has no paper yet. Called every few seconds; may run in several places at once."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from ..errors import NotPossible
from ..models import Debt, Difference, Dispute, Invoice, OnAccount, Order, Payment, Refund
from ..models.account import Standing
from ..models.dispute import Contesting
from ..models.invoice import InvoiceKind
from ..models.order import Origin
from ..models.owed import Owing
from ..models.payment import SETTLED
from ..models.refund import WITHOUT_PAPER, Giving, Why
from ..models.returning import Owed
from ..states import Status
from . import issue

BATCH = 200
LOOKED_BACK = timedelta(days=400)  # further back nothing is left undone, and there is less to look through
UNPAID = (Status.PLACED, Status.PAYMENT_FAILED, Status.ABANDONED)


def make() -> int:
    """How many papers were made."""
    made = 0
    for order in _paid().values_list("pk", flat=True)[:BATCH]:
        try:
            issue.invoice(order)
            made += 1
        except NotPossible:
            continue
    for difference in _differences().values_list("pk", flat=True)[:BATCH]:
        issue.more(difference)
        made += 1
    for refund in _given_back().values_list("pk", flat=True)[:BATCH]:
        made += issue.credit(refund) is not None
    for dispute in _charged_back().values_list("pk", flat=True)[:BATCH]:
        made += issue.charged_back(dispute) is not None
    for debt in _after_all().values_list("pk", flat=True)[:BATCH]:
        made += issue.after_all(debt) is not None
    for account in _called_off().values_list("pk", flat=True)[:BATCH]:
        made += issue.called_off(account) is not None
    return made


def _paid() -> QuerySet[Order]:
    """Orders of this shop's own, paid for and without a paper."""
    papers = Invoice.objects.filter(order=OuterRef("pk"))
    money = Payment.objects.filter(order=OuterRef("pk"), state__in=SETTLED).exclude(refunds__why=Why.LATE)
    owed = OnAccount.objects.filter(order=OuterRef("pk")).exclude(state=Standing.CALLED_OFF)
    paid = Q(Exists(money)) | Q(Exists(owed)) | Q(total=0, status=Status.PAID)
    found = Order.objects.filter(paid, ~Exists(papers), placed_at__gt=timezone.now() - LOOKED_BACK)
    return found.exclude(status__in=UNPAID).exclude(origin=Origin.IMPORT).order_by("placed_at", "pk")


def _differences() -> QuerySet[Difference]:
    """Paid for, and without a paper."""
    since = timezone.now() - LOOKED_BACK
    return Difference.objects.filter(state=Owed.PAID, invoice=None, ended_at__gt=since).order_by("pk")


def _charged_back() -> QuerySet[Dispute]:
    """Lost, of an order with an invoice in force, and without a credit note."""
    lost = Dispute.objects.filter(state=Contesting.LOST, currency=F("payment__currency"), credit_note=None)
    return lost.filter(Exists(_in_force()), ended_at__gt=timezone.now() - LOOKED_BACK).order_by("pk")


def _after_all() -> QuerySet[Debt]:
    """Paid, with a credit note over what the bank took, and without a paper."""
    since = timezone.now() - LOOKED_BACK
    paid = Debt.objects.filter(state=Owing.PAID, invoice=None, ended_at__gt=since)
    return paid.exclude(dispute__credit_note=None).order_by("pk")


def _called_off() -> QuerySet[OnAccount]:
    """Never paid whole, of an order with an invoice in force, and without a credit note."""
    ended = OnAccount.objects.filter(
        state=Standing.CALLED_OFF, received__lt=F("amount") - F("credited"), credit_note=None
    )
    since = timezone.now() - LOOKED_BACK
    paper = Invoice.objects.filter(order=OuterRef("order"), kind=InvoiceKind.INVOICE, replaced_at=None, amount__gt=0)
    return ended.filter(Exists(paper), ended_at__gt=since).order_by("pk")


def _in_force(order: str = "payment__order") -> QuerySet[Invoice]:
    return Invoice.objects.filter(order=OuterRef(order), kind=InvoiceKind.INVOICE, replaced_at=None, amount__gt=0)


def _given_back() -> QuerySet[Refund]:
    """Done, of an order with an invoice in force, and without a credit note."""
    done = Refund.objects.filter(state=Giving.DONE, credit_note=None, ended_at__gt=timezone.now() - LOOKED_BACK)
    papers = Exists(_in_force()) | Exists(_in_force("account__order"))
    return done.exclude(why__in=WITHOUT_PAPER).filter(papers).order_by("pk")
