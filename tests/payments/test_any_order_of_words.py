"""Words are lost, doubled, late and out of order; payers do what payers do. In the end the books tell one story.

Each seed is another shop's bad day. The last control takes the comparison away and must find orders left behind.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from tests.cast import ADA, BEN, CHIARA
from tests.orders.buying import bought, tube
from tests.payments.counters import AWAY, BACK, Counter
from troth.catalog.models import Product, Variant
from troth.orders import expire, payments, repay, settle
from troth.orders.errors import NotPayable
from troth.orders.models import Order, Payment, Refund
from troth.orders.reconcile import compare
from troth.orders.states import Status
from troth.recipients.payment import NotTheirWord

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

ORDERS, EACH, SHELF = 12, 2, 40


def a_bad_day(counter: Counter, chance: Random) -> Variant:
    """Orders are placed, paid, declined, left and given up, while words about them arrive as they please."""
    glass = tube(stock=SHELF, title="Tube")
    open_orders: list[Order] = []
    waiting: list[tuple[bytes, dict[str, str]]] = []
    seen = 0
    for _turn in range(ORDERS * 6):
        if len(open_orders) < ORDERS and chance.random() < 0.4:
            open_orders.append(bought(chance.choice([ADA, BEN, CHIARA]), (glass, EACH)))
        if not open_orders:
            continue
        somebody_pays(counter, chance, chance.choice(open_orders))
        letters = counter.letters()
        waiting += [letter for letter in letters[seen:] if chance.random() < 0.7]  # the rest is lost
        seen = len(letters)
        chance.shuffle(waiting)
        for letter in waiting[: chance.randrange(3)]:
            hear(counter, letter)
        waiting = waiting[chance.randrange(2) :] if chance.random() < 0.5 else waiting  # and some come again
        if chance.random() < 0.1:
            late = chance.choice(open_orders)
            Order.objects.filter(pk=late.pk).update(reserved_until=timezone.now() - timedelta(minutes=1))
            expire.expire()
    return glass


def somebody_pays(counter: Counter, chance: Random, order: Order) -> None:
    try:
        payments.begin(order.number, BACK, AWAY)
    except NotPayable:
        return
    for payment in Payment.objects.filter(order=order).exclude(session=""):  # an old tab may still be open
        if counter.is_open(payment.session) and chance.random() < 0.5:
            (counter.pay if chance.random() < 0.7 else counter.decline)(payment.session)


def hear(counter: Counter, letter: tuple[bytes, dict[str, str]]) -> None:
    try:
        settle.settle(counter.name, *letter)
        forged = (letter[0].replace(b"succeeded", b"Succeeded").replace(b"paid", b"Paid"), letter[1])
        if forged[0] != letter[0]:
            with pytest.raises(NotTheirWord):
                settle.settle(counter.name, *forged)
    except settle.NotYetKnown:
        return


def carry_out() -> None:
    for refund in Refund.objects.filter(state="due"):
        repay.give_back.call(refund.pk)


def left_with_us(counter: Counter, order: Order) -> int:
    """What was taken for an order and not given back, in minor units."""
    paid = Payment.objects.filter(order=order).exclude(session="")
    return sum(payment.amount - counter.given_back(payment.session) for payment in paid if was_paid(counter, payment))


def was_paid(counter: Counter, payment: Payment) -> bool:
    since = payment.started_at - timedelta(hours=1)
    return any(
        seen.session == payment.session and seen.stands == "paid"
        for seen in counter.adapter.statement(since, since).payments
    )


@pytest.mark.parametrize("seed", range(4))
def test_in_the_end_every_order_is_paid_once_or_owes_nothing(counter: Counter, seed: int) -> None:
    glass = a_bad_day(counter, Random(seed))
    compare.reconcile()
    carry_out()
    compare.reconcile()
    sold = 0
    for order in Order.objects.all():
        kept = left_with_us(counter, order)
        assert kept == (order.total if order.status == Status.PAID else 0), (seed, order.status)
        sold += EACH * (order.status in (Status.PAID, Status.PLACED, Status.PAYMENT_FAILED))
    assert Variant.objects.get(pk=glass.pk).stock == SHELF - sold
    assert not [finding for finding in compare.reconcile().findings if not finding.healed]


def test_control_without_comparing_somebody_paid_and_got_nothing(counter: Counter) -> None:
    forgotten = 0
    for seed in range(4):
        for model in (Order, Product):
            model.objects.all().delete()
        a_bad_day(counter, Random(seed))
        carry_out()
        orders = Order.objects.exclude(status=Status.PAID)
        forgotten += sum(left_with_us(counter, order) > 0 for order in orders)
    assert forgotten
