"""Their objects (plain dicts) as ours. Anything of another shape is a ValueError, KeyError or TypeError.

Field names and states: docs.stripe.com/api, objects `event`, `checkout.session`, `payment_intent`, `charge`,
`refund`, `dispute`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from ..payment import (
    Back,
    CardSeen,
    Contest,
    DisputeSeen,
    Event,
    PaymentSeen,
    RefundSeen,
    Standing,
    Word,
)
from .amounts import from_stripe

Told = Mapping[str, Any]
MARK = "troth_ref"  # our reference in their `metadata`: tells our payments from others of the same account

BRANDS = {
    "amex": "American Express",
    "cartes_bancaires": "Cartes Bancaires",
    "diners": "Diners Club",
    "discover": "Discover",
    "eftpos_au": "Eftpos",
    "jcb": "JCB",
    "mastercard": "Mastercard",
    "unionpay": "UnionPay",
    "visa": "Visa",
}
_BACK = {"succeeded": Back.DONE, "failed": Back.FAILED, "canceled": Back.FAILED}
_CONTEST = {
    "warning_needs_response": Contest.OPEN,
    "needs_response": Contest.OPEN,
    "warning_under_review": Contest.ANSWERED,
    "under_review": Contest.ANSWERED,
    "won": Contest.WON,
    "lost": Contest.LOST,
    "warning_closed": Contest.DROPPED,
    "prevented": Contest.DROPPED,
}


def event(told: Told) -> Event:
    kind, about = text(told["type"]), told["data"]["object"]
    word: Word = Word.OTHER
    rest: dict[str, Any] = {}
    for beginning, read in _KINDS.items():
        if kind.startswith(beginning):
            word, rest = read(kind, about)
            break
    return Event(id=text(told["id"]), word=word, at=when(told["created"]), **rest)


def _session(kind: str, about: Told) -> tuple[Word, dict[str, Any]]:
    if not ours(about):
        return Word.OTHER, {}
    word = Word.OTHER
    if kind.endswith((".completed", ".async_payment_succeeded")):
        word = Word.SUCCEEDED if about["payment_status"] == "paid" else Word.OTHER
    elif kind.endswith(".async_payment_failed"):
        word = Word.FAILED
    elif kind.endswith(".expired"):
        word = Word.LEFT
    seen = payment(about)
    named = {"session": seen.session, "ref": seen.ref, "intent": seen.intent, "card": seen.card}
    return word, {**named, "amount": seen.amount, "currency": seen.currency}


def _declined(kind: str, about: Told) -> tuple[Word, dict[str, Any]]:
    """A card was refused. Their page is still open and may be paid with another one."""
    if not ours(about):
        return Word.OTHER, {}
    return Word.FAILED, {"ref": text(about["metadata"][MARK]), "intent": text(about["id"])}


def _refund(kind: str, about: Told) -> tuple[Word, dict[str, Any]]:
    seen = refund(about)
    return Word.REFUNDED, {"intent": seen.intent, "refund": seen}


def _dispute(kind: str, about: Told) -> tuple[Word, dict[str, Any]]:
    seen = dispute(about)
    return Word.DISPUTED, {"intent": seen.intent, "dispute": seen}


_KINDS: dict[str, Callable[[str, Told], tuple[Word, dict[str, Any]]]] = {
    "checkout.session.": _session,
    "payment_intent.payment_failed": _declined,
    "refund.": _refund,
    "charge.dispute.": _dispute,
}


def payment(session: Told) -> PaymentSeen:
    """A Checkout session, with its payment intent and charge if they were expanded."""
    intent = session.get("payment_intent") or ""
    opened = {} if isinstance(intent, str) else intent
    currency = text(session["currency"] or "").upper()
    return PaymentSeen(
        session=text(session["id"]),
        ref=text(session.get("client_reference_id") or ""),
        intent=text(opened["id"] if opened else intent),
        amount=from_stripe(int(session["amount_total"]), currency),
        currency=currency,
        stands=_stands(session),
        card=card(opened.get("latest_charge")),
    )


def ours(thing: Told) -> bool:
    """Whether a session or a payment intent was opened by a shop such as this."""
    return bool((thing.get("metadata") or {}).get(MARK))


def _stands(session: Told) -> Standing:
    if session["payment_status"] == "paid":
        return Standing.PAID
    return Standing.OPEN if session["status"] == "open" else Standing.GONE


def card(charge: object) -> CardSeen:
    """Of a charge; nothing of one that was only named."""
    if not isinstance(charge, Mapping):
        return CardSeen()
    used = (charge.get("payment_method_details") or {}).get("card") or {}
    outcome = charge.get("outcome") or {}
    brand, score = text(used.get("brand") or ""), outcome.get("risk_score")
    return CardSeen(
        charge=text(charge["id"]),
        brand=BRANDS.get(brand, brand.capitalize())[:32],
        last_four=text(used.get("last4") or "")[-4:],
        risk=text(outcome.get("risk_level") or "")[:16],
        score=score if isinstance(score, int) and 0 <= score < 100 else None,
    )


def refund(told: Told) -> RefundSeen:
    currency = text(told["currency"]).upper()
    return RefundSeen(
        id=text(told["id"]),
        ref=text((told.get("metadata") or {}).get(MARK, "")),
        intent=_name(told.get("payment_intent")),
        amount=from_stripe(int(told["amount"]), currency),
        currency=currency,
        state=_BACK.get(told["status"], Back.PENDING),
    )


def dispute(told: Told) -> DisputeSeen:
    currency = text(told["currency"]).upper()
    due = (told.get("evidence_details") or {}).get("due_by")
    return DisputeSeen(
        id=text(told["id"]),
        intent=_name(told.get("payment_intent")),
        amount=from_stripe(int(told["amount"]), currency),
        currency=currency,
        reason=text(told["reason"])[:64],
        state=_CONTEST.get(told["status"], Contest.OPEN),
        answer_by=when(due) if due else None,
    )


def when(seconds: int) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 255:
        raise TypeError("not a short text")
    return value


def _name(value: object) -> str:
    """Of something that is named, or expanded."""
    return text(value["id"] if isinstance(value, Mapping) else value or "")
