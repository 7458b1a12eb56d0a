"""What the double knows: sessions, payment intents, charges, refunds, disputes and events, as the API shows them."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator
from typing import Any

Thing = dict[str, Any]

VERSION = "2026-10-28.endive"
GOOD, DECLINED = "4242424242424242", "4000000000000002"
CARDS = {
    GOOD: ("visa", "4242"),
    "5555555555554444": ("mastercard", "4444"),
    "378282246310005": ("amex", "0005"),
    DECLINED: ("visa", "0002"),
    "4000000000000259": ("visa", "0259"),
    "4000000000002685": ("visa", "2685"),
}
DISPUTED = {"4000000000000259": "fraudulent", "4000000000002685": "product_not_received"}  # paid, and then disputed
HALF_AN_HOUR, A_DAY = 30 * 60, 24 * 3600
SESSION_PARAMS = frozenset(
    {
        "adaptive_pricing",
        "allowed_payment_method_types",
        "cancel_url",
        "client_reference_id",
        "customer_email",
        "expand",
        "expires_at",
        "line_items",
        "locale",
        "metadata",
        "mode",
        "payment_intent_data",
        "success_url",
    }
)


class Refusal(Exception):
    """An error of the API: status, type, code, and the parameter it is about."""

    def __init__(
        self, says: str, status: int = 400, kind: str = "invalid_request_error", code: str = "", param: str = ""
    ):
        super().__init__(says)
        self.status = status
        self.error = {
            "type": kind,
            "message": says,
            **({"code": code} if code else {}),
            **({"param": param} if param else {}),
        }


class Books:
    """All in memory. `refunds_take_time`: refunds stay pending until `finish_refund`. `now` can be moved."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.things: dict[str, dict[str, Thing]] = {
            kind: {} for kind in ("checkout.session", "payment_intent", "charge", "refund", "dispute", "event")
        }
        self.refunds_take_time = False
        self.ahead = 0  # seconds
        self.address = ""

    def now(self) -> int:
        return int(time.time()) + self.ahead

    # sessions

    def open_session(self, told: Thing) -> Thing:
        unknown = sorted(set(told) - SESSION_PARAMS)
        if unknown:
            raise Refusal(f"Received unknown parameter: {unknown[0]}", code="parameter_unknown", param=unknown[0])
        for name in ("mode", "line_items", "success_url"):
            if not told.get(name):
                raise Refusal(f"Missing required param: {name}.", code="parameter_missing", param=name)
        price = told["line_items"][0]["price_data"]
        amount = int(price["unit_amount"]) * int(told["line_items"][0]["quantity"])
        if amount < 50:
            raise Refusal("The total amount must convert to at least 50 cents.", code="amount_too_small")
        expires = int(told.get("expires_at", self.now() + A_DAY))
        if not self.now() + HALF_AN_HOUR <= expires <= self.now() + A_DAY:
            raise Refusal("The `expires_at` timestamp must be 30 minutes to 24 hours from now.", param="expires_at")
        name = _id("cs_test_")
        return self._keep(
            "checkout.session",
            {
                "id": name,
                "amount_subtotal": amount,
                "amount_total": amount,
                "cancel_url": told.get("cancel_url"),
                "client_reference_id": told.get("client_reference_id"),
                "currency": price["currency"].lower(),
                "customer_email": told.get("customer_email"),
                "expires_at": expires,
                "livemode": False,
                "metadata": told.get("metadata", {}),
                "mode": told["mode"],
                "payment_intent": None,
                "payment_intent_data": told.get("payment_intent_data", {}),
                "payment_method_types": told.get("allowed_payment_method_types", ["card"]),
                "payment_status": "unpaid",
                "status": "open",
                "success_url": told["success_url"],
                "title": price["product_data"]["name"],
                "url": f"{self.address}/c/pay/{name}",
            },
        )

    def expire_session(self, name: str) -> Thing:
        session = self.get("checkout.session", name)
        if session["status"] != "open":
            raise Refusal('Only Checkout Sessions with a status in ["open"] can be expired.', code="resource_missing")
        session |= {"status": "expired", "url": None}
        self.say("checkout.session.expired", session)
        return session

    def expire_old(self) -> None:
        """What a session does by itself when its time is over."""
        with self.lock:
            for session in list(self.things["checkout.session"].values()):
                if session["status"] == "open" and session["expires_at"] <= self.now():
                    self.expire_session(session["id"])

    # paying

    def pay(self, name: str, card: str = GOOD) -> bool:
        """The payer presses the button. False when the card is declined: the page stays, another card may be tried."""
        with self.lock:
            session = self.get("checkout.session", name)
            if session["status"] != "open":
                raise Refusal("This page is no longer open.")
            intent = self._intent(session)
            brand, last_four = CARDS.get(card, CARDS[DECLINED])
            good = card in CARDS and card != DECLINED
            charge = self._charge(intent, brand, last_four, good)
            intent["latest_charge"] = charge["id"]
            if not good:
                intent |= {"status": "requires_payment_method", "last_payment_error": {"code": "card_declined"}}
                self.say("charge.failed", charge)
                self.say("payment_intent.payment_failed", intent)
                return False
            intent |= {"status": "succeeded", "amount_received": intent["amount"], "last_payment_error": None}
            session |= {"status": "complete", "payment_status": "paid", "payment_intent": intent["id"], "url": None}
            self.say("charge.succeeded", charge)
            self.say("payment_intent.succeeded", intent)
            self.say("checkout.session.completed", session)
            if card in DISPUTED:
                self.dispute(intent["id"], DISPUTED[card])
            return True

    def _intent(self, session: Thing) -> Thing:
        known = next((each for each in self.all("payment_intent") if each["session"] == session["id"]), None)
        data = session["payment_intent_data"]
        return known or self._keep(
            "payment_intent",
            {
                "id": _id("pi_"),
                "amount": session["amount_total"],
                "amount_received": 0,
                "currency": session["currency"],
                "description": data.get("description"),
                "last_payment_error": None,
                "latest_charge": None,
                "livemode": False,
                "metadata": data.get("metadata", {}),
                "session": session["id"],
                "status": "requires_payment_method",
            },
        )

    def _charge(self, intent: Thing, brand: str, last_four: str, good: bool) -> Thing:
        return self._keep(
            "charge",
            {
                "id": _id("ch_"),
                "amount": intent["amount"],
                "amount_refunded": 0,
                "currency": intent["currency"],
                "disputed": False,
                "livemode": False,
                "metadata": intent["metadata"],
                "outcome": {
                    "risk_level": "normal",
                    "risk_score": 12,
                    "type": "authorized" if good else "issuer_declined",
                },
                "paid": good,
                "payment_intent": intent["id"],
                "payment_method_details": {"type": "card", "card": {"brand": brand, "last4": last_four}},
                "refunded": False,
                "status": "succeeded" if good else "failed",
            },
        )

    # refunds

    def refund(self, told: Thing) -> Thing:
        intent = self.get("payment_intent", told.get("payment_intent", ""))
        charge = self.things["charge"].get(intent["latest_charge"] or "")
        if charge is None or not charge["paid"]:
            raise Refusal("This PaymentIntent does not have a successful charge to refund.")
        left = charge["amount"] - charge["amount_refunded"]
        amount = int(told.get("amount", left))
        if not left:
            raise Refusal("Charge has already been refunded.", code="charge_already_refunded")
        if charge["disputed"]:
            raise Refusal("Charge has been charged back; cannot issue a refund.", code="charge_disputed")
        if not 0 < amount <= left:
            raise Refusal("Refund amount is greater than unrefunded amount on charge.", param="amount")
        charge |= {"amount_refunded": charge["amount_refunded"] + amount, "refunded": amount == left}
        refund = self._keep(
            "refund",
            {
                "id": _id("re_"),
                "amount": amount,
                "charge": charge["id"],
                "currency": charge["currency"],
                "metadata": told.get("metadata", {}),
                "payment_intent": intent["id"],
                "reason": told.get("reason"),
                "status": "pending" if self.refunds_take_time else "succeeded",
            },
        )
        self.say("charge.refunded", charge)
        self.say("refund.created", refund)
        if not self.refunds_take_time:
            self.say("refund.updated", refund)
        return refund

    def finish_refund(self, name: str, status: str = "succeeded") -> Thing:
        """`succeeded` or `failed`: then the money is back with the shop, also after it had succeeded."""
        with self.lock:
            refund = self.get("refund", name)
            refund["status"] = status
            if status == "failed":
                charge = self.things["charge"][refund["charge"]]
                charge |= {"amount_refunded": charge["amount_refunded"] - refund["amount"], "refunded": False}
            self.say("refund.failed" if status == "failed" else "refund.updated", refund)
            return refund

    # disputes

    def dispute(self, intent: str, reason: str = "product_not_received", days: int = 14) -> Thing:
        with self.lock:
            charge = self.things["charge"][self.get("payment_intent", intent)["latest_charge"]]
            charge["disputed"] = True
            dispute = self._keep(
                "dispute",
                {
                    "id": _id("dp_"),
                    "amount": charge["amount"],
                    "charge": charge["id"],
                    "currency": charge["currency"],
                    "evidence_details": {"due_by": self.now() + days * A_DAY, "has_evidence": False},
                    "livemode": False,
                    "metadata": {},
                    "payment_intent": intent,
                    "reason": reason,
                    "status": "needs_response",
                },
            )
            self.say("charge.dispute.created", dispute)
            return dispute

    def judge(self, name: str, status: str) -> Thing:
        """`under_review`, `won` or `lost`."""
        with self.lock:
            dispute = self.get("dispute", name)
            dispute["status"] = status
            self.say(f"charge.dispute.{'closed' if status in ('won', 'lost') else 'updated'}", dispute)
            return dispute

    # all of them

    def get(self, kind: str, name: str) -> Thing:
        found = self.things[kind].get(name)
        if found is None:
            raise Refusal(f"No such {kind}: '{name}'", 404, code="resource_missing", param="id")
        return found

    def all(self, kind: str) -> Iterator[Thing]:
        """Newest first, as their lists are."""
        return reversed(list(self.things[kind].values()))

    def say(self, kind: str, about: Thing) -> Thing:
        """An event, with the thing as it is now."""
        return self._keep(
            "event",
            {
                "id": _id("evt_"),
                "api_version": VERSION,
                "data": {"object": dict(about)},
                "livemode": False,
                "pending_webhooks": 1,
                "request": {"id": None, "idempotency_key": None},
                "type": kind,
            },
        )

    def _keep(self, kind: str, thing: Thing) -> Thing:
        thing = {"object": kind, "created": self.now(), **thing}
        self.things[kind][thing["id"]] = thing
        return thing


def _id(prefix: str) -> str:
    return prefix + secrets.token_hex(12)
