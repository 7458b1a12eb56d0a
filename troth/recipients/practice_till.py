"""The adapter of the practice till: what `stripe` is to Stripe. The till itself is `till_counter`.

The same contract as with a real provider: a request of bytes goes out, a page of theirs takes the money, a signed
webhook comes in, and only that makes an order paid.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from troth.gate import Payload

from . import signature, till_books, till_counter
from .payment import (
    LARGEST_WEBHOOK,
    Asked,
    Back,
    CardSeen,
    Contest,
    DisputeSeen,
    Event,
    NotTheirWord,
    PaymentSeen,
    ProviderRefused,
    RefundAsked,
    RefundSeen,
    Session,
    Standing,
    Statement,
    Word,
)


class PracticeTill:
    """Stands in for the payment provider that the policy calls `stripe`, and is told no more than they would be."""

    name = "practice"
    recipient = "stripe"

    def open(self, asked: Asked, told: Payload | None) -> Session:
        answer = _answer(till_counter.receive(request_of(asked, told)))
        return Session(ref=answer["session"], address=answer["address"])

    def read(self, body: bytes, headers: Mapping[str, str]) -> Event:
        if len(body) > LARGEST_WEBHOOK:
            raise NotTheirWord("the body is too large")
        signature.check(body, _header(headers), till_counter.secret())
        try:
            return _event(json.loads(body))
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            raise NotTheirWord("the body is signed but makes no sense") from error

    def close(self, session: str) -> None:
        till_counter.close(session)

    def card(self, intent: str) -> CardSeen:
        return _card(till_books.card_told(int(intent.removeprefix("practice_"))))

    def refund(self, asked: RefundAsked) -> RefundSeen:
        return _refund(_answer(till_counter.refund(asked.session, asked.ref, asked.amount))["refund"])

    def statement(self, since: datetime, disputes_since: datetime) -> Statement:
        told = till_books.statement(since, disputes_since)
        return Statement(
            payments=tuple(_payment(each) for each in told["payments"]),
            refunds=tuple(_refund(each) for each in told["refunds"]),
            disputes=tuple(_dispute(each) for each in told["disputes"]),
        )


def request_of(asked: Asked, told: Payload | None) -> bytes:
    """The bytes that go to the provider: the payment, and of the payer exactly what `told` holds."""
    payer = {
        field: value.reveal() for fields in (told.fields.values() if told else ()) for field, value in fields.items()
    }
    return json.dumps(
        {
            "reference": asked.ref,
            "order": asked.order,
            "amount": asked.amount,
            "currency": asked.currency,
            "back": asked.back,
            "away": asked.away,
            "payer": payer,
        }
    ).encode()


def _answer(body: bytes) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(body)
    if "refused" in answer:
        raise ProviderRefused(answer["refused"])
    return answer


def _header(headers: Mapping[str, str]) -> str:
    return next((value for name, value in headers.items() if name.lower() == till_counter.HEADER.lower()), "")


def _event(told: dict[str, Any]) -> Event:
    word = Word(told["word"]) if told["word"] in set(Word) else Word.OTHER
    return Event(
        id=_text(told["id"]),
        word=word,
        at=datetime.fromtimestamp(int(told["at"]), UTC),
        session=_text(told["session"]),
        ref=_text(told["reference"]),
        intent=_text(told["charge"]),
        amount=int(told["amount"]),
        currency=_text(told["currency"]),
        card=_card(told),
        refund=_refund(told.get("refund") or _whole(told)) if word is Word.REFUNDED else None,
        dispute=_dispute(told["dispute"]) if word is Word.DISPUTED else None,
    )


def _whole(told: dict[str, Any]) -> dict[str, Any]:
    """A refund that was made at the till and not by the shop gives everything back."""
    return {**told, "id": f"all_of_{told['session']}", "reference": "", "state": "done"}


def _card(told: dict[str, Any]) -> CardSeen:
    return CardSeen(_text(told["charge"]), _text(told["brand"])[:32], _text(told["last_four"])[-4:])


def _payment(told: dict[str, Any]) -> PaymentSeen:
    return PaymentSeen(
        session=_text(told["session"]),
        ref=_text(told["reference"]),
        intent=_text(told["charge"]),
        amount=int(told["amount"]),
        currency=_text(told["currency"]),
        stands=Standing(told["stands"]),
        card=_card(told),
    )


def _refund(told: dict[str, Any]) -> RefundSeen:
    return RefundSeen(
        id=_text(told["id"]),
        ref=_text(told["reference"]),
        intent=_text(told["charge"]),
        amount=int(told["amount"]),
        currency=_text(told["currency"]),
        state=Back(told["state"]),
    )


def _dispute(told: dict[str, Any]) -> DisputeSeen:
    return DisputeSeen(
        id=_text(told["id"]),
        intent=_text(told["charge"]),
        amount=int(told["amount"]),
        currency=_text(told["currency"]),
        reason=_text(told["reason"])[:64],
        state=Contest(told["state"]),
        answer_by=datetime.fromtimestamp(int(told["answer_by"]), UTC),
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 255:
        raise TypeError("not a short text")
    return value
