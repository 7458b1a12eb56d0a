"""The adapter of the practice till: what `stripe.py` will be to Stripe. The till itself is `till_counter`.

The same contract as with a real provider: a request of bytes goes out, a page of theirs takes the money, a signed
webhook comes in, and only that makes an order paid.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from troth.gate import Payload

from . import signature, till_counter
from .payment import LARGEST_WEBHOOK, Asked, Event, NotTheirWord, ProviderRefused, Session, Word


class PracticeTill:
    """Stands in for the payment provider that the policy calls `stripe`, and is told no more than they would be."""

    name = "practice"
    recipient = "stripe"

    def open(self, asked: Asked, told: Payload | None) -> Session:
        answer = json.loads(till_counter.receive(request_of(asked, told)))
        if "refused" in answer:
            raise ProviderRefused(answer["refused"])
        return Session(ref=answer["session"], address=answer["address"])

    def read(self, body: bytes, headers: Mapping[str, str]) -> Event:
        if len(body) > LARGEST_WEBHOOK:
            raise NotTheirWord("the body is too large")
        signature.check(body, _header(headers), till_counter.secret())
        try:
            return _event(json.loads(body))
        except (ValueError, KeyError, TypeError) as error:
            raise NotTheirWord("the body is signed but makes no sense") from error

    def close(self, session: str) -> None:
        till_counter.close(session)

    def refund(self, session: str, ref: str, amount: int) -> None:
        till_counter.refund(session)


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


def _header(headers: Mapping[str, str]) -> str:
    return next((value for name, value in headers.items() if name.lower() == till_counter.HEADER.lower()), "")


def _event(told: dict[str, Any]) -> Event:
    known = set(Word)
    return Event(
        id=_text(told["id"]),
        word=Word(told["word"]) if told["word"] in known else Word.OTHER,
        session=_text(told["session"]),
        amount=int(told["amount"]),
        currency=_text(told["currency"]),
        charge=_text(told.get("charge", "")),
        brand=_text(told.get("brand", ""))[:32],
        last_four=_text(told.get("last_four", ""))[-4:],
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 255:
        raise TypeError("not a short text")
    return value
