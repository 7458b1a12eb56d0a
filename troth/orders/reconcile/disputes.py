"""Their disputes against ours."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from troth.recipients.payment import DisputeSeen, PaymentProvider, Statement

from ..disputes import hearing
from ..models import Payment
from .report import Finding, Kind


def compared(there: PaymentProvider, told: Statement) -> Iterator[Finding]:
    for seen in told.disputes:
        if (found := _one(there.name, seen)) is not None:
            yield found


def _one(provider: str, seen: DisputeSeen) -> Finding | None:
    if not seen.intent:
        return None
    with transaction.atomic():
        theirs = Payment.objects.select_related("order").select_for_update()
        ours = theirs.filter(provider=provider, intent=seen.intent).first()
        if ours is None or not hearing.hear(ours.order, ours, seen, timezone.now()):
            return None
    return Finding(Kind.DISPUTE_THERE, ours.order.number, seen.id, seen.amount, seen.currency, healed=True)
