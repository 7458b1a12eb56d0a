"""The practice till's books in its own words: what its webhooks and its statement say of a payment."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from .models import TillDispute, TillRefund, TillSession, TillState

PAID = (TillState.PAID, TillState.REFUNDED)


def payment_told(session: TillSession) -> dict[str, Any]:
    return {
        "session": session.ref,
        "reference": session.asked_ref,
        "amount": session.amount,
        "currency": session.currency,
        **card_told(session.pk),
    }


def card_told(payment: int) -> dict[str, str]:
    return {"charge": f"practice_{payment}", "brand": "Practice card", "last_four": "4242"}


def refund_told(refund: TillRefund) -> dict[str, Any]:
    return {
        "id": refund.ref,
        "reference": refund.asked_ref,
        "charge": f"practice_{refund.session_id}",
        "amount": refund.amount,
        "currency": refund.session.currency,
        "state": "done",
    }


def dispute_told(dispute: TillDispute) -> dict[str, Any]:
    return {
        "id": dispute.ref,
        "charge": f"practice_{dispute.session_id}",
        "amount": dispute.amount,
        "currency": dispute.session.currency,
        "reason": dispute.reason,
        "state": dispute.state,
        "answer_by": int(dispute.answer_by.timestamp()),
    }


def statement(since: datetime, disputes_since: datetime) -> dict[str, Any]:
    """Everything begun since then."""
    return {
        "payments": [
            {**payment_told(each), "stands": _stands(each)}
            for each in TillSession.objects.filter(opened_at__gte=since).order_by("pk")
        ],
        "refunds": [
            refund_told(each)
            for each in TillRefund.objects.filter(given_at__gte=since).select_related("session").order_by("pk")
        ],
        "disputes": [
            dispute_told(each)
            for each in TillDispute.objects.filter(opened_at__gte=disputes_since).select_related("session")
        ],
    }


def _stands(session: TillSession) -> str:
    if session.state in PAID:
        return "paid"
    return "open" if session.state == TillState.OPEN else "gone"
