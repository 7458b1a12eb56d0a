"""The process dies at every step between order, charge and refund: never charged twice, never charged for nothing.

Each test walks through all steps of one act. What is left is mended as `troth serve` mends it: words come again, tasks
are taken again, the books are compared. The controls take idempotency away and must find harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import ADA
from tests.doubles.stripe import StripeDouble
from tests.orders.buying import bought, tube, works_at_the_desk
from tests.payments.counters import AWAY, BACK, StripeCounter
from tests.payments.crashing import killed_at
from troth import gate
from troth.catalog.models import Category, Product, Variant
from troth.channels.models import Message
from troth.orders import expire, payments, refunds, repay, settle
from troth.orders.cancel import cancel
from troth.orders.models import Order, Payment, Refund
from troth.orders.models.refund import Why
from troth.orders.reconcile import compare
from troth.orders.states import Status
from troth.recipients.stripe import adapter
from troth.tasks import worker

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "vault"]),
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning"),  # the child touches none of the threads
]

MOST = 400  # steps; an act that has more never ends
SHELF = 5


@pytest.fixture(autouse=True)
def _swept() -> Iterator[None]:
    yield
    for model in (Product, Category):
        model.objects.all().delete()


@pytest.fixture
def olga() -> gate.Actor:
    return works_at_the_desk(501)


class Story:
    """One order for two tubes, alone in the stores' and the provider's books."""

    def __init__(self, counter: StripeCounter, name: int) -> None:
        self.counter = counter
        Payment.objects.update(provider="past")  # of the stories before; comparing their books again shows nothing
        for things in counter.double.books.things.values():
            things.clear()
        self.glass = tube(stock=SHELF, title=f"Tube {name}")
        self.order = bought(ADA, (self.glass, 2))

    def begin(self) -> None:
        payments.begin(self.order.number, BACK, AWAY)

    def pay(self) -> None:
        """The payer pays on every page that is open for this order, as somebody with several tabs could."""
        refs = set(Payment.objects.filter(order=self.order).values_list("ref", flat=True))
        for session in list(self.counter.double.books.all("checkout.session")):
            if session["client_reference_id"] in refs and session["status"] == "open":
                self.counter.pay(session["id"])

    def hear(self) -> None:
        for letter in self.counter.letters():
            settle.settle("stripe", *letter)

    def goods_are_gone(self) -> None:
        Order.objects.filter(pk=self.order.pk).update(reserved_until=timezone.now() - timedelta(minutes=1))
        expire.expire()
        Variant.objects.filter(pk=self.glass.pk).update(stock=0)

    def mend(self) -> None:
        """What `troth serve` does in the next minutes."""
        self.counter.deliver()
        worker.recover(timezone.now() + timedelta(hours=1))
        worker.run_due(limit=500)
        self.counter.deliver()
        Refund.objects.update(decided_at=timezone.now() - timedelta(hours=1))
        compare.reconcile()
        worker.run_due(limit=500)
        self.counter.deliver()

    @property
    def status(self) -> str:
        return Order.objects.values_list("status", flat=True).get(pk=self.order.pk)

    @property
    def stock(self) -> int:
        return Variant.objects.values_list("stock", flat=True).get(pk=self.glass.pk)

    @property
    def taken(self) -> list[int]:
        """What each charge of this order took and still has."""
        refs = set(Payment.objects.filter(order=self.order).values_list("ref", flat=True))
        charges = self.counter.double.books.all("charge")
        ours = [charge for charge in charges if charge["paid"] and charge["metadata"]["troth_ref"] in refs]
        return [charge["amount"] - charge["amount_refunded"] for charge in ours]


def every_step(
    counter: StripeCounter, before: Callable[[Story], object], act: Callable[[Story], object]
) -> Iterator[Story]:
    """A story for each step of `act`, killed there and left as it was then; the last one came to its end."""
    for step in range(MOST):
        story = Story(counter, step)
        before(story)
        died = killed_at(step, lambda story=story: act(story))
        yield story
        if not died:
            assert step > 10, "hardly a step was taken"
            return
    raise AssertionError("it never came to its end")


def test_beginning_to_pay(by_stripe: StripeCounter) -> None:
    for story in every_step(by_stripe, lambda story: None, Story.begin):
        story.begin()
        story.pay()
        story.mend()
        assert story.taken == [story.order.total]
        assert (story.status, story.stock) == (Status.PAID, SHELF - 2)
        assert Message.objects.filter(template="order_paid", ids__order=story.order.pk).count() == 1


def test_control_without_idempotency_somebody_is_charged_twice(by_stripe: StripeCounter, double: StripeDouble) -> None:
    double.idempotent = False
    charged = []
    for story in every_step(by_stripe, lambda story: None, Story.begin):
        story.begin()
        story.pay()
        charged.append(len(story.taken))
    assert max(charged) > 1


def test_hearing_that_it_was_paid(by_stripe: StripeCounter) -> None:
    def before(story: Story) -> None:
        story.begin()
        story.pay()

    for story in every_step(by_stripe, before, Story.hear):
        story.mend()
        assert story.taken == [story.order.total]
        assert (story.status, story.stock) == (Status.PAID, SHELF - 2)
        assert Message.objects.filter(template="order_paid", ids__order=story.order.pk).count() == 1


def test_hearing_it_when_the_goods_are_gone(by_stripe: StripeCounter) -> None:
    def before(story: Story) -> None:
        story.begin()
        story.pay()
        story.goods_are_gone()

    for story in every_step(by_stripe, before, Story.hear):
        story.mend()
        assert story.taken == [0]
        assert (story.status, story.stock) == (Status.REFUNDED, 0)
        assert Message.objects.filter(template="refund_apology", ids__order=story.order.pk).count() == 1


def paid(story: Story) -> None:
    story.begin()
    story.pay()
    story.counter.deliver()


def test_cancelling_what_was_paid(by_stripe: StripeCounter, olga: gate.Actor) -> None:
    for story in every_step(by_stripe, paid, lambda story: cancel(story.order.number, olga)):
        if story.status == Status.PAID:  # nothing of it happened; she presses again
            cancel(story.order.number, olga)
        story.mend()
        assert story.taken == [0]
        assert (story.status, story.stock) == (Status.REFUNDED, SHELF)


def give_a_part(story: Story) -> None:
    paid(story)
    Order.objects.filter(pk=story.order.pk).update(status=Status.SHIPPED)
    olga = gate.employee(501)
    refunds.give(story.order.number, 300, Why.DAMAGED, actor=olga, key="once")


def ask_for_it(story: Story) -> None:
    for refund in Refund.objects.filter(payment__order=story.order, state="due"):
        repay.give_back.call(refund.pk)


@pytest.mark.usefixtures("olga")
def test_asking_the_provider_to_give_back(by_stripe: StripeCounter) -> None:
    for story in every_step(by_stripe, give_a_part, ask_for_it):
        story.mend()
        assert story.taken == [story.order.total - 300]
        assert Refund.objects.get(payment__order=story.order).state == "done"


@pytest.mark.usefixtures("olga")
def test_asking_again_after_their_keys_were_forgotten(by_stripe: StripeCounter, double: StripeDouble) -> None:
    """Their idempotency keys live for a day; a shop may be down for longer than that."""
    for story in every_step(by_stripe, give_a_part, ask_for_it):
        double.forget_keys()
        story.mend()
        assert story.taken == [story.order.total - 300]


@pytest.mark.usefixtures("olga")
def test_control_without_idempotency_too_much_goes_back(
    by_stripe: StripeCounter, double: StripeDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    double.idempotent = False
    monkeypatch.setattr(adapter, "_of_payment", lambda intent: iter(()))
    left: list[int] = []
    for story in every_step(by_stripe, give_a_part, ask_for_it):
        ask_for_it(story)
        left += [story.order.total - each for each in story.taken]
    assert max(left) == 600


def test_the_desk_giving_back(by_stripe: StripeCounter, olga: gate.Actor) -> None:

    def sent(story: Story) -> None:
        paid(story)
        Order.objects.filter(pk=story.order.pk).update(status=Status.SHIPPED)

    def give(story: Story) -> Any:
        return refunds.give(story.order.number, 300, Why.DAMAGED, actor=olga, key="once")

    for story in every_step(by_stripe, sent, give):
        give(story)  # the page did not answer, so she presses again
        story.mend()
        assert story.taken == [story.order.total - 300]
        assert Refund.objects.filter(payment__order=story.order).count() == 1


def test_comparing_the_books(by_stripe: StripeCounter) -> None:
    def words_are_lost(story: Story) -> None:
        story.begin()
        story.pay()
        by_stripe.double.post.taken |= {event["id"] for event in by_stripe.double.post.waiting()}

    for story in every_step(by_stripe, words_are_lost, lambda story: compare.reconcile()):
        story.mend()
        assert story.taken == [story.order.total]
        assert (story.status, story.stock) == (Status.PAID, SHELF - 2)
        assert Message.objects.filter(template="order_paid", ids__order=story.order.pk).count() == 1


def test_giving_up_an_order_that_is_being_paid(by_stripe: StripeCounter) -> None:
    """The page is being closed while the payer presses the button on it."""

    def late(story: Story) -> None:
        story.begin()
        Order.objects.filter(pk=story.order.pk).update(reserved_until=timezone.now() - timedelta(minutes=1))

    for story in every_step(by_stripe, late, lambda story: expire.expire()):
        story.pay()
        expire.expire()
        story.mend()
        assert sum(story.taken) == (story.order.total if story.status == Status.PAID else 0)
        assert story.stock == (SHELF - 2 if story.status == Status.PAID else SHELF)
