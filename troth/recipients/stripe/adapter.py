"""The adapter of Stripe. What goes out is the payment and, of the payer, what `gate.disclose` handed over."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from troth.gate import Payload

from .. import signature
from ..payment import (
    LARGEST_WEBHOOK,
    Asked,
    CardSeen,
    Event,
    NotTheirWord,
    PaymentSeen,
    ProviderRefused,
    RefundAsked,
    RefundSeen,
    Session,
    Statement,
)
from . import reading
from .amounts import to_stripe
from .client import asked as ask
from .reading import MARK

HEADER = "stripe-signature"
PAGE = 100  # things they list at once
PAID_BY = "data.payment_intent.latest_charge"


class Stripe:
    name = "stripe"
    recipient = "stripe"

    def open(self, asked: Asked, told: Payload | None) -> Session:
        params = request_of(asked, told)
        session = ask(lambda api: api.checkout.sessions.create(params, {"idempotency_key": asked.ref}))
        if not session.url:
            raise ProviderRefused("the session is over")
        return Session(ref=session.id, address=session.url)

    def read(self, body: bytes, headers: Mapping[str, str]) -> Event:
        if len(body) > LARGEST_WEBHOOK:
            raise NotTheirWord("the body is too large")
        here = settings.TROTH
        mark = next((value for name, value in headers.items() if name.lower() == HEADER), "")
        signature.check(body, mark, [secret.encode() for secret in here.stripe_webhook_secrets])
        try:
            told = json.loads(body)
            if told["livemode"] is here.practice:
                raise NotTheirWord("of the other mode")
            return reading.event(told)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            raise NotTheirWord("the body is signed but makes no sense") from error

    def close(self, session: str) -> None:
        try:
            ask(lambda api: api.checkout.sessions.expire(session))
        except ProviderRefused:
            return  # paid or over already; their word about that comes by itself

    def card(self, intent: str) -> CardSeen:
        told = ask(lambda api: api.payment_intents.retrieve(intent, {"expand": ["latest_charge"]})).to_dict()
        return reading.card(told.get("latest_charge"))

    def refund(self, asked: RefundAsked) -> RefundSeen:
        for told in _of_payment(asked.intent):  # their idempotency keys live a day; this is known for ever
            if (seen := reading.refund(told)).ref == asked.ref:
                return seen
        params = {
            "payment_intent": asked.intent,
            "amount": to_stripe(asked.amount, asked.currency),
            "metadata": {MARK: asked.ref},
        }
        given = ask(lambda api: api.refunds.create(params, {"idempotency_key": asked.ref}))
        return reading.refund(given.to_dict())

    def statement(self, since: datetime, disputes_since: datetime) -> Statement:
        sessions = [*_listed("checkout.sessions", **_begun(since), expand=[PAID_BY])]
        payments: list[PaymentSeen] = [reading.payment(each) for each in sessions if reading.ours(each)]
        return Statement(
            payments=tuple(payments),
            refunds=tuple(reading.refund(each) for each in _listed("refunds", **_begun(since))),
            disputes=tuple(reading.dispute(each) for each in _listed("disputes", **_begun(disputes_since))),
            others=len(sessions) - len(payments),
        )


def request_of(asked: Asked, told: Payload | None) -> dict[str, Any]:
    """What is sent to open a payment; of the payer exactly what `told` holds, and nothing without it."""
    title = _("Order %(number)s") % {"number": asked.order}
    granted = told.fields.values() if told is not None else ()
    payer = {field: value.reveal() for fields in granted for field, value in fields.items()}
    return {
        "mode": "payment",
        "allowed_payment_method_types": ["card"],
        "adaptive_pricing": {"enabled": False},  # the order's own currency, or amounts would differ
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": asked.currency.lower(),
                    "unit_amount": to_stripe(asked.amount, asked.currency),
                    "product_data": {"name": title},
                },
            }
        ],
        "client_reference_id": asked.ref,
        "metadata": {MARK: asked.ref},
        "payment_intent_data": {"description": title, "metadata": {MARK: asked.ref}},
        "success_url": asked.back,
        "cancel_url": asked.away,
        "expires_at": int(asked.until.timestamp()),
        **({"customer_email": payer["email"]} if payer.get("email") else {}),
    }


def _of_payment(intent: str) -> Iterator[dict[str, Any]]:
    return _listed("refunds", payment_intent=intent)


def _begun(since: datetime) -> dict[str, Any]:
    return {"created": {"gte": int(since.timestamp())}}


def _listed(things: str, **which: Any) -> Iterator[dict[str, Any]]:
    """All of them, newest first, page after page."""
    after: dict[str, str] = {}
    while True:
        params = {"limit": PAGE, **which, **after}
        page = ask(partial(_page, things, params))
        yield from page["data"]
        if not page["has_more"] or not page["data"]:
            return
        after = {"starting_after": page["data"][-1]["id"]}


def _page(things: str, params: dict[str, Any], api: Any) -> dict[str, Any]:
    for name in things.split("."):
        api = getattr(api, name)
    told: dict[str, Any] = api.list(params).to_dict()
    return told
