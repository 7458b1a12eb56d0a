"""`reconcile`: one comparison with the provider in use. It may run at any time, in several places at once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from troth import tasks
from troth.recipients import chosen
from troth.recipients.payment import PaymentProvider, PaymentTrouble, Statement

from ..models import Payment, Reconciliation, Refund
from ..models.payment import Paying
from ..models.refund import Giving
from . import disputes, payments, refunds
from .report import Finding, Kind, Report, kept

logger = logging.getLogger("troth.orders")

AT_LEAST = timedelta(days=2)  # a payment page lives a day
AT_MOST = timedelta(days=60)
DISPUTES_LIVE = timedelta(days=150)  # from the question to the bank's decision
KEPT = timedelta(days=90)


def reconcile(since: datetime | None = None, provider: str = "") -> Report:
    """Compare, heal, and keep the report. Raises LookupError where there is no such provider."""
    there, at = chosen.payment_provider(provider), timezone.now()
    since = since or _since(there.name, at)
    told, findings = Statement((), (), ()), list[Finding]()
    try:
        told = there.statement(since, min(since, at - DISPUTES_LIVE))
        findings = [*_compared(there, told, since)]
    except PaymentTrouble as trouble:
        logger.warning("the books could not be compared: %s", trouble)
        findings.append(Finding(Kind.PROVIDER_SILENT, "", "", 0, "", healed=False))
    report = Report(
        provider=there.name,
        since=since,
        at=at,
        payments=len(told.payments),
        refunds=len(told.refunds),
        disputes=len(told.disputes),
        others=told.others,
        findings=tuple(findings),
    )
    kept(report)
    return report


def due() -> None:
    """What `troth serve` does every hour. Nothing where nobody takes payments."""
    Reconciliation.objects.filter(at__lt=timezone.now() - KEPT).delete()
    try:
        report = reconcile()
    except LookupError:
        return
    if report.open:
        logger.warning("payments: %s differences with %s want looking at", len(report.open), report.provider)


@tasks.task(tries=1, lease=300)
def now() -> None:
    """Because somebody at the desk wants to know. What cannot be asked is in the report."""
    due()


def _compared(there: PaymentProvider, told: Statement, since: datetime) -> Iterator[Finding]:
    """Payments first: what became of refunds and disputes is said of payments that are known by then."""
    yield from payments.compared(there, told, since)
    yield from refunds.compared(there, told, since)
    yield from disputes.compared(there, told)


def _since(provider: str, now: datetime) -> datetime:
    """From the last comparison that was answered, but no later than the oldest thing that still waits for a word."""
    answered = (row.at for row in Reconciliation.objects.filter(provider=provider)[:50] if not _silent(row))
    begun = Payment.objects.filter(provider=provider)
    waits = begun.filter(state__in=(Paying.STARTED, Paying.REFUND_DUE)).aggregate(at=Min("started_at"))["at"]
    owed = Refund.objects.filter(payment__provider=provider, state__in=(Giving.DUE, Giving.ASKED))
    oldest = [now - AT_LEAST, next(answered, now - AT_MOST) - AT_LEAST, waits]
    oldest.append(owed.aggregate(at=Min("payment__started_at"))["at"])
    return max(now - AT_MOST, min(each for each in oldest if each is not None))


def _silent(row: Reconciliation) -> bool:
    return any(told["kind"] == Kind.PROVIDER_SILENT for told in row.findings)
