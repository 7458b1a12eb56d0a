"""Both providers behind one face, as their payers, banks and postmen use them: what the contract tests play with."""

from __future__ import annotations

from typing import Any

from tests.doubles.stripe import StripeDouble
from troth.orders import payments, settle
from troth.orders.models import Order, Payment
from troth.recipients import till_counter
from troth.recipients.models import TillContest, TillDispute, TillEvent, TillSession
from troth.recipients.practice_till import PracticeTill
from troth.recipients.stripe import Stripe

BACK, AWAY = "http://localhost/orders/back/", "http://localhost/orders/away/"
Letter = tuple[bytes, dict[str, str]]


def begin(order: Order) -> str:
    """The provider's session of a payment that has just begun."""
    payments.begin(order.number, BACK, AWAY)
    return Payment.objects.filter(order=order).latest("pk").session


class PracticeCounter:
    name = "practice"
    adapter = PracticeTill()
    header = till_counter.HEADER

    def pay(self, session: str) -> None:
        till_counter.pay(session)

    def decline(self, session: str) -> None:
        till_counter.decline(session)

    def is_open(self, session: str) -> bool:
        return TillSession.objects.get(ref=session).state == "open"

    def letters(self) -> list[Letter]:
        """What the shop has not heard yet, oldest first."""
        events = TillEvent.objects.filter(taken_at=None).select_related(
            "session", "refund__session", "dispute__session"
        )
        return [till_counter.message(event) for event in events.order_by("pk")]

    def deliver(self) -> None:
        for event in TillEvent.objects.filter(taken_at=None).order_by("pk"):
            settle.settle(self.name, *till_counter.message(event))
            TillEvent.objects.filter(pk=event.pk).update(taken_at=event.happened_at)

    def given_back(self, session: str) -> int:
        return TillSession.objects.get(ref=session).refunded

    def charged(self) -> int:
        """How many times money was taken."""
        return TillSession.objects.filter(state__in=("paid", "refunded")).count()

    def dispute(self, session: str) -> str:
        return till_counter.dispute(session).ref

    def judge(self, dispute: str, state: str) -> None:
        till_counter.judge(dispute, TillContest(state))

    def refund_at_the_counter(self, session: str, amount: int) -> None:
        till_counter.refund(session, f"elsewhere-{amount}", amount)

    def dispute_of(self, dispute: str) -> Any:
        return TillDispute.objects.get(ref=dispute)


class StripeCounter:
    name = "stripe"
    adapter = Stripe()
    header = "Stripe-Signature"
    _STATES = {"answered": "under_review", "won": "won", "lost": "lost"}

    def __init__(self, double: StripeDouble) -> None:
        self.double = double

    def pay(self, session: str) -> None:
        self.double.pay(session)

    def decline(self, session: str) -> None:
        self.double.pay(session, "4000000000000002")

    def is_open(self, session: str) -> bool:
        return bool(self.double.books.get("checkout.session", session)["status"] == "open")

    def letters(self) -> list[Letter]:
        return [self.double.post.webhook(event) for event in self.double.post.waiting()]

    def deliver(self) -> None:
        def take(body: bytes, headers: dict[str, str]) -> int:
            settle.settle(self.name, body, headers)
            return 200

        self.double.post.deliver(take=take)

    def given_back(self, session: str) -> int:
        return int(self._charge(session)["amount_refunded"])

    def charged(self) -> int:
        return sum(charge["paid"] for charge in self.double.books.all("charge"))

    def dispute(self, session: str) -> str:
        return str(self.double.books.dispute(self._charge(session)["payment_intent"])["id"])

    def judge(self, dispute: str, state: str) -> None:
        self.double.books.judge(dispute, self._STATES[state])

    def refund_at_the_counter(self, session: str, amount: int) -> None:
        intent = self._charge(session)["payment_intent"]
        with self.double.books.lock:
            self.double.books.refund({"payment_intent": intent, "amount": str(amount)})

    def _charge(self, session: str) -> dict[str, Any]:
        intent = self.double.books.get("checkout.session", session)["payment_intent"]
        return self.double.books.get("charge", self.double.books.get("payment_intent", intent)["latest_charge"])


Counter = PracticeCounter | StripeCounter
