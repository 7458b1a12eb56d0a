"""Their payments against ours. A word we missed is taken in by the very road a webhook takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from troth.recipients.payment import (
    Event,
    NotTheirWord,
    PaymentProvider,
    PaymentSeen,
    PaymentTrouble,
    Standing,
    Statement,
    Word,
)

from .. import on_top, settle, states
from ..models import Payment
from ..models.payment import SETTLED, Paying
from .report import Finding, Kind


def compared(there: PaymentProvider, told: Statement, since: datetime) -> Iterator[Finding]:
    for seen in told.payments:
        if (found := _one(there, seen)) is not None:
            yield found
    known = {seen.session for seen in told.payments} | {seen.ref for seen in told.payments}
    paid = Payment.objects.select_related("order").filter(provider=there.name, state__in=SETTLED)
    for ours in paid.filter(started_at__gte=since):
        if ours.session not in known and ours.ref not in known:
            yield _finding(Kind.UNKNOWN_THERE, ours, ours.session, healed=False)


def _one(there: PaymentProvider, seen: PaymentSeen) -> Finding | None:
    ours = _ours(there.name, seen)
    if ours is None:
        if seen.stands is not Standing.PAID:
            return None
        return Finding(Kind.UNKNOWN_HERE, "", seen.session, seen.amount, seen.currency, healed=False)
    if seen.stands is Standing.PAID:
        return _paid_there(there, seen, ours)
    if ours.state in SETTLED:
        return _finding(Kind.PAID_ONLY_HERE, ours, seen.session, healed=False)
    if seen.stands is Standing.GONE and ours.state == Paying.STARTED:
        settle.heard(there.name, _event(seen, Word.LEFT))
        return _finding(Kind.OVER_THERE, ours, seen.session, healed=True)
    if seen.stands is Standing.OPEN and not _waits(ours):
        return _finding(Kind.OPEN_FOR_NOTHING, ours, seen.session, healed=_closed(there, seen.session))
    return None


def _paid_there(there: PaymentProvider, seen: PaymentSeen, ours: Payment) -> Finding | None:
    if (seen.amount, seen.currency) != (ours.amount, ours.currency):
        return Finding(Kind.AMOUNT, ours.order.number, seen.session, seen.amount, seen.currency, healed=False)
    if ours.state in SETTLED:
        again = bool(ours.intent and seen.intent) and ours.intent != seen.intent
        return _finding(Kind.PAID_AGAIN, ours, seen.session, healed=False) if again else None
    try:
        healed = settle.heard(there.name, _event(seen, Word.SUCCEEDED))
    except (settle.NotYetKnown, NotTheirWord):
        healed = False
    return _finding(Kind.PAID_THERE, ours, seen.session, healed=healed)


def _ours(provider: str, seen: PaymentSeen) -> Payment | None:
    theirs = Payment.objects.select_related("order").filter(provider=provider)
    return theirs.filter(session=seen.session).first() or theirs.filter(ref=seen.ref).first()


def _waits(ours: Payment) -> bool:
    """Whether somebody may still pay on this page: the newest of an order that waits. A declined card may be followed by another."""
    newer = Payment.objects.filter(order=ours.order_id, pk__gt=ours.pk)
    if (asked := ours.difference or ours.debt) is not None:
        return on_top.waits(asked) and not newer.exists()
    return ours.order.status in states.AWAITS_PAYMENT and not newer.exists()


def _closed(there: PaymentProvider, session: str) -> bool:
    try:
        there.close(session)
    except PaymentTrouble:
        return False
    return True


def _event(seen: PaymentSeen, word: Word) -> Event:
    """Named after what it says, so that two comparisons at once act on it once."""
    return Event(
        id=f"statement {word} {seen.session}",
        word=word,
        at=timezone.now(),
        session=seen.session,
        ref=seen.ref,
        intent=seen.intent,
        amount=seen.amount,
        currency=seen.currency,
        card=seen.card,
    )


def _finding(kind: Kind, ours: Payment, theirs: str, *, healed: bool) -> Finding:
    return Finding(kind, ours.order.number, theirs, ours.amount, ours.currency, healed)
