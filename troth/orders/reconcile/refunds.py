"""Their refunds against ours. What we owe and they never heard of is asked for again, under the same reference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from troth.recipients.payment import Back, PaymentProvider, RefundSeen, Statement

from .. import refunded, repay
from ..models import Payment, Refund
from ..models.refund import Giving
from .report import Finding, Kind

PATIENCE = timedelta(minutes=10)  # the queue's own tries come first


def compared(there: PaymentProvider, told: Statement, since: datetime) -> Iterator[Finding]:
    for seen in told.refunds:
        yield from _one(there.name, seen)
    yield from _owed(there.name)
    yield from _done_here_only(there.name, told, since)
    for refused in refunded.refused():
        yield Finding(
            Kind.REFUND_REFUSED, refused.order, refused.theirs, refused.amount.amount, refused.amount.currency, False
        )


def _one(provider: str, seen: RefundSeen) -> Iterator[Finding]:
    if not seen.intent:
        return
    with transaction.atomic():
        ours = Payment.objects.select_for_update().filter(provider=provider, intent=seen.intent).first()
        if ours is None:
            return  # of a payment that is not ours
        changed = repay.hear(ours, seen)
    number = Payment.objects.values_list("order__number", flat=True).get(pk=ours.pk)
    if changed:
        yield Finding(Kind.REFUND_THERE, number, seen.id, seen.amount, seen.currency, healed=True)
    elif not _agrees(ours, seen):
        yield Finding(Kind.REFUND_NOT_HERE, number, seen.id, seen.amount, seen.currency, healed=False)


def _agrees(ours: Payment, seen: RefundSeen) -> bool:
    if seen.state is Back.FAILED:
        return True
    row = Refund.objects.filter(payment=ours, theirs=seen.id).first()
    return row is not None and row.amount == seen.amount and row.state != Giving.FAILED


def _owed(provider: str) -> Iterator[Finding]:
    due = Refund.objects.filter(payment__provider=provider, state=Giving.DUE)
    for refund in due.filter(decided_at__lt=timezone.now() - PATIENCE).select_related("payment__order"):
        repay.give_back.enqueue(refund.pk)
        yield _finding(Kind.REFUND_WAITS, refund, healed=True)


def _done_here_only(provider: str, told: Statement, since: datetime) -> Iterator[Finding]:
    known = {seen.id for seen in told.refunds}
    done = Refund.objects.filter(payment__provider=provider, state__in=(Giving.ASKED, Giving.DONE))
    for refund in done.filter(decided_at__gte=since).select_related("payment__order"):
        if refund.theirs not in known:
            yield _finding(Kind.REFUND_NOT_THERE, refund, healed=False)


def _finding(kind: Kind, refund: Refund, *, healed: bool) -> Finding:
    return Finding(kind, refund.order.number, refund.theirs, refund.amount, refund.currency, healed)
