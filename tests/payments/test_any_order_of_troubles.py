"""Refunds and disputes on a bad day: words about them are lost, doubled, late, out of order and forged.

Each seed is another day. In the end the shop's books say of every payment what the provider's say, to the cent, and nothing
went back twice. The controls take one protection away each and must find harm.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

import pytest

from tests.cast import ADA, BEN, CHIARA
from tests.doubles.stripe.books import Refusal
from tests.killed.afterwards import glasses
from tests.orders.buying import bought, works_at_the_desk
from tests.payments.counters import Counter, Letter, PracticeCounter, begin
from troth import gate
from troth.channels.models import Message
from troth.orders import refunds, repay, settle
from troth.orders.disputes import hearing
from troth.orders.errors import OrderTrouble
from troth.orders.models import Dispute, Order, OrderEvent, Payment, Refund
from troth.orders.models.dispute import GOING_ON, Contesting
from troth.orders.models.order import What
from troth.orders.models.payment import SETTLED, Paying
from troth.orders.models.refund import Giving, Why
from troth.orders.reconcile import compare
from troth.orders.states import Status
from troth.recipients.payment import NotTheirWord, PaymentTrouble

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

ORDERS, TURNS = 5, 40


@dataclass
class Day:
    """`waiting`: words on their way. `seen`: how many of the provider's words were picked up so far."""

    counter: Counter
    chance: Random
    olga: gate.Actor
    orders: list[Order] = field(default_factory=list)
    disputed: dict[str, str] = field(default_factory=dict)
    waiting: list[Letter] = field(default_factory=list)
    heard: list[Letter] = field(default_factory=list)
    seen: int = 0

    def begins(self) -> None:
        glass = glasses(100)
        for _ in range(ORDERS):
            order = bought(self.chance.choice([ADA, BEN, CHIARA]), (glass, 1))
            self.counter.pay(begin(order))
            self.orders.append(order)

    def goes_on(self) -> None:
        acts: list[Callable[[Payment], None]] = [self.gives_back, self.gives_at_the_counter, self.disputes, self.judges]
        for _turn in range(TURNS):
            payment = Payment.objects.get(order=self.chance.choice(self.orders))
            self.chance.choice(acts)(payment)
            if self.chance.random() < 0.4:
                carry_out()
            self.post_comes()

    def gives_back(self, payment: Payment) -> None:
        order = payment.order
        if order.status == Status.PAID:
            Order.objects.filter(pk=order.pk).update(status=Status.SHIPPED)
        try:
            refunds.give(order.number, self.chance.choice([100, 250]), Why.DAMAGED, actor=self.olga)
        except OrderTrouble:
            return

    def gives_at_the_counter(self, payment: Payment) -> None:
        amount = self.chance.choice([101, 202])
        if self.charged(payment) and self.counter.given_back(payment.session) + amount < payment.amount / 2:
            with suppress(Refusal):  # what is disputed they give back no more
                self.counter.refund_at_the_counter(payment.session, amount)

    def disputes(self, payment: Payment) -> None:
        if payment.session not in self.disputed and self.charged(payment) and self.chance.random() < 0.5:
            self.disputed[payment.session] = self.counter.dispute(payment.session)

    def judges(self, payment: Payment) -> None:
        if payment.session in self.disputed:
            self.counter.judge(self.disputed[payment.session], self.chance.choice(["answered", "won", "lost"]))

    def charged(self, payment: Payment) -> bool:
        return bool(payment.session)

    def post_comes(self) -> None:
        letters = self.counter.letters()
        self.waiting += [each for each in letters[self.seen :] if self.chance.random() < 0.7]  # the rest is lost
        self.seen = len(letters)
        self.chance.shuffle(self.waiting)
        some = self.chance.randrange(4)
        self.heard += self.waiting[:some]
        for letter in (
            *self.waiting[:some],
            *self.chance.sample(self.heard, min(len(self.heard), 1)),
        ):  # one comes again
            hear(self.counter, letter)
        self.waiting = self.waiting[some:]

    def ends(self) -> None:
        for _ in range(3):
            compare.reconcile()
            carry_out()


def hear(counter: Counter, letter: Letter) -> None:
    try:
        settle.settle(counter.name, *letter)
    except settle.NotYetKnown:
        return


def carry_out() -> None:
    for refund in Refund.objects.filter(state=Giving.DUE):
        try:
            repay.give_back.call(refund.pk)
        except PaymentTrouble:
            continue


def day(counter: Counter, seed: int) -> Day:
    told = Day(counter, Random(seed), works_at_the_desk(501 + seed))
    told.begins()
    told.goes_on()
    return told


def of(payment: Payment, *states: Giving) -> int:
    return sum(Refund.objects.filter(payment=payment, state__in=states).values_list("amount", flat=True))


def lost(payment: Payment) -> int:
    return sum(Dispute.objects.filter(payment=payment, state=Contesting.LOST).values_list("amount", flat=True))


@pytest.mark.parametrize("seed", range(6))
def test_in_the_end_both_books_say_the_same_of_what_went_back(counter: Counter, seed: int) -> None:
    told = day(counter, seed)
    told.ends()
    for payment in Payment.objects.select_related("order"):
        assert payment.state in SETTLED, payment.state
        assert of(payment, Giving.DONE) == counter.given_back(payment.session), seed
        assert not of(payment, Giving.DUE, Giving.ASKED)
        assert payment.given_back == min(payment.amount, of(payment, Giving.DONE) + lost(payment)), seed
        assert (payment.given_back == payment.amount) == (payment.state != Paying.SUCCEEDED)
        assert payment.order.status in (Status.PAID, Status.SHIPPED, Status.REFUNDED)


@pytest.mark.parametrize("seed", range(4))
def test_each_dispute_is_one_and_is_told_of_once(counter: Counter, seed: int) -> None:
    told = day(counter, seed)
    told.ends()
    assert Dispute.objects.count() == len(told.disputed)
    for what in (What.DISPUTED, What.DISPUTE_LOST, What.DISPUTE_WON):
        each = OrderEvent.objects.filter(what=what).values_list("order", flat=True)
        assert len(each) == len({*each}), (seed, what)
    for state, what in ((Contesting.LOST, What.DISPUTE_LOST), (Contesting.WON, What.DISPUTE_WON)):
        assert Dispute.objects.filter(state=state).count() == OrderEvent.objects.filter(what=what).count()
    assert not Message.objects.filter(template="refund_apology").exists(), "nobody is told that they paid for nothing"


def test_a_lost_dispute_that_is_heard_of_before_the_payment_leaves_nothing_to_give_back(counter: Counter) -> None:
    """The word that it was paid was late by weeks, and it came all the same. What overtook it is said again."""
    olga, order = works_at_the_desk(501), bought(ADA)
    counter.pay(begin(order))
    paid = counter.letters()
    payment = Payment.objects.get()
    counter.judge(counter.dispute(payment.session), "lost")
    troubles = counter.letters()[len(paid) :]
    for letter in troubles:
        with pytest.raises(settle.NotYetKnown):
            settle.settle(counter.name, *letter)
    for letter in (*paid, *troubles):
        settle.settle(counter.name, *letter)
    payment.refresh_from_db()
    assert lost(payment) == payment.given_back == payment.amount
    assert payment.state == Paying.REFUNDED
    with pytest.raises(OrderTrouble):
        refunds.give(order.number, 100, Why.DAMAGED, actor=olga)


def test_control_taken_in_at_once_the_same_money_could_go_back_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stripe names the money by what the word of the payment tells first, so there it would not be found either way."""
    counter = PracticeCounter()
    monkeypatch.setattr(settle, "_must_be_paid", lambda payment: None)
    counter.pay(begin(bought(ADA)))
    paid = counter.letters()
    payment = Payment.objects.get()
    counter.judge(counter.dispute(payment.session), "lost")
    for letter in (*counter.letters()[len(paid) :], *paid):
        settle.settle(counter.name, *letter)
    payment.refresh_from_db()
    assert (lost(payment), payment.given_back) == (payment.amount, 0)


# -- forged


@pytest.mark.parametrize("about", ["refund", "dispute"])
def test_a_forged_word_about_money_moves_nothing(counter: Counter, about: str) -> None:
    order = bought(ADA)
    counter.pay(begin(order))
    counter.deliver()
    session = Payment.objects.get().session
    if about == "refund":
        counter.refund_at_the_counter(session, 300)
    else:
        counter.judge(counter.dispute(session), "lost")
    for body, headers in counter.letters():
        for forged in forgeries(body):
            with pytest.raises(NotTheirWord):
                settle.settle(counter.name, forged, headers)
    assert not Refund.objects.exists()
    assert not Dispute.objects.exists()
    counter.deliver()  # the control: as they were signed, they count
    assert Refund.objects.exists() or Dispute.objects.exists()


def forgeries(body: bytes) -> list[bytes]:
    """Each number and each word in it changed, one at a time."""
    told = json.loads(body)
    found = [json.dumps({**told, name: _other(value)}).encode() for name, value in told.items()]
    return [*found, body + b" ", body.replace(b"300", b"900") + b"\n"]


def _other(value: object) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return f"{value}x" if isinstance(value, str) else {"other": 1}


# -- what would happen without


def test_control_without_comparing_something_that_went_back_is_not_known(counter: Counter) -> None:
    differs = 0
    for seed in range(2):
        told = day(counter, seed)
        carry_out()
        for payment in Payment.objects.filter(order__in=told.orders):
            differs += of(payment, Giving.DONE) != counter.given_back(payment.session)
    assert differs


def test_control_without_looking_at_the_time_a_decided_dispute_opens_again(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "_newer", lambda row, state, at: True)
    order = bought(ADA)
    counter.pay(begin(order))
    counter.deliver()
    counter.judge(counter.dispute(Payment.objects.get().session), "lost")
    opened, decided = counter.letters()
    for letter in (decided, opened):
        hear(counter, letter)
    assert Dispute.objects.get().state in GOING_ON
