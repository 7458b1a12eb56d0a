"""A dearer replacement: kept back, paid for by the same road as an order, sent once; and the ends where it is not paid."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.catalog.goods import product, variant
from tests.orders.buying import webhook, works_at_the_desk
from tests.orders.returns.sent_back import all_of, delivered, state
from troth import channels, gate
from troth.catalog.models import Variant
from troth.channels.models import Message
from troth.channels.templates import told as facts
from troth.orders import access, desk, left, numbers, settle
from troth.orders.errors import NotEnoughLeft, NotPayable, NotPossible
from troth.orders.invoices import due
from troth.orders.models import Difference, Invoice, Order, OrderLine, Payment, Refund, ReturnLine
from troth.orders.models.payment import Paying
from troth.orders.models.refund import Giving
from troth.orders.models.returning import BackFor, Owed, Wish
from troth.orders.returns import ask, decide, difference, differences, exchange, lapse, pay, receive, shown
from troth.orders.returns.ask import Asked, Back
from troth.orders.returns.states import Returning
from troth.orders.states import Status
from troth.recipients.models import TillSession

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


def sizes(stock: int = 10) -> tuple[Variant, Variant]:
    """Small costs 800, large 1000."""
    made = product("Flask", variant(800, stock=10, sku="SMALL", option1="Small"))
    large = Variant.objects.create(
        product=made, sku="LARGE", option1="Large", price=1000, stock=stock, tracked=True, currency="USD", sort_order=2
    )
    return made.variants.get(sku="SMALL"), large


def came_back(olga: gate.Actor, small: Variant, quantity: int = 1) -> tuple[Order, uuid.UUID]:
    order = delivered(olga, (small, quantity))
    asked = Asked({order.lines.get().pk: Back(quantity, BackFor.WRONG_SIZE)}, Wish.EXCHANGE)
    ref = ask.by_staff(order.number, asked, olga)
    decide.agree(ref, olga)
    receive.receive(ref, all_of(ref), olga)
    return order, ref


def dearer(olga: gate.Actor, quantity: int = 1, stock: int = 10) -> tuple[Order, uuid.UUID, Variant]:
    """The desk has asked for the difference."""
    small, large = sizes(stock)
    order, ref = came_back(olga, small, quantity)
    difference.ask_for(ref, olga, {line(ref): large.pk})
    return order, ref, large


def line(ref: uuid.UUID) -> int:
    return int(ReturnLine.objects.get(request__public_id=ref).pk)


def proven(order: Order) -> str:
    browser = numbers.secret()
    access.let_in(order.pk, browser, proven=True)
    return browser


def goes_to_pay(order: Order, browser: str = "") -> str | None:
    asked = Difference.objects.latest("pk")
    return difference.begin(
        order.number, asked.public_id, "http://shop/back", "http://shop/away", browser=browser or proven(order)
    )


def pays(payment: Payment | None = None, word: str = "payment.succeeded") -> bool:
    payment = payment or Payment.objects.exclude(difference=None).latest("pk")
    session = TillSession.objects.get(ref=payment.session)
    return settle.settle("practice", *webhook(session, word))


def shelf(one: Variant) -> int:
    return Variant.objects.get(pk=one.pk).stock


def fresh(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


# -- asked for, paid for, sent


def test_the_goods_are_kept_back_and_a_mail_says_how_much(olga: gate.Actor) -> None:
    order, ref, large = dearer(olga, quantity=2)
    assert (state(ref), shelf(large)) == (Returning.TO_PAY, 8)
    asked = Difference.objects.get()
    assert (asked.amount, asked.state) == (400, Owed.WAITING)
    message = Message.objects.get(template="exchange_to_pay")
    said = facts(channels.Leaving(message.pk, message.template, order.whose, message.ids))
    assert said["amount"] == "$4.00"
    assert said["inside"] == [{"name": "Flask · Large", "quantity": 2}]


def test_paid_for_it_is_sent_and_nothing_else_changes(olga: gate.Actor) -> None:
    order, ref, large = dearer(olga)
    assert goes_to_pay(order)
    assert pays()
    assert (state(ref), fresh(order).status, shelf(large)) == (Returning.EXCHANGED, Status.PART_SHIPPED, 9)
    assert Difference.objects.get().state == Owed.PAID
    assert sum(left.left(fresh(order)).values()) == 1
    assert fresh(order).total == order.total
    assert not Refund.objects.exists()
    desk.send(order.number, olga)
    assert fresh(order).status == Status.SHIPPED


def test_what_was_paid_counts_when_the_replacement_comes_back_too(olga: gate.Actor) -> None:
    order, _ref, _large = dearer(olga)
    goes_to_pay(order)
    pays()
    desk.send(order.number, olga)
    again = order.lines.get(sku="LARGE")
    ref = ask.by_staff(order.number, Asked({again.pk: Back(1, BackFor.FAULTY)}), olga)
    decide.agree(ref, olga)
    receive.receive(ref, all_of(ref), olga)
    (suggested,) = [each.suggested for each in shown.of_order(fresh(order), for_desk=True) if each.suggested]
    assert suggested.amount == order.total + 200
    pay.pay(ref, suggested.amount, olga)
    assert sorted(Refund.objects.values_list("amount", flat=True)) == [200, order.total]


def test_the_road_to_pay_is_the_same_however_often_it_is_taken(olga: gate.Actor) -> None:
    order, _ref, _large = dearer(olga)
    browser = proven(order)
    assert goes_to_pay(order, browser) == goes_to_pay(order, browser)
    assert Payment.objects.exclude(difference=None).count() == 1
    assert Payment.objects.exclude(difference=None).get().amount == 200


def test_nobody_else_pays_or_sees_it(olga: gate.Actor) -> None:
    order, _ref, _large = dearer(olga)
    only_placed = numbers.secret()
    access.let_in(order.pk, only_placed)
    assert goes_to_pay(order, only_placed) is None
    assert goes_to_pay(order, numbers.secret()) is None
    assert not Payment.objects.exclude(difference=None).exists()


# -- once, whatever words follow


def test_the_same_word_twice_sends_one(olga: gate.Actor) -> None:
    order, _ref, large = dearer(olga)
    goes_to_pay(order)
    payment = Payment.objects.exclude(difference=None).get()
    assert pays(payment)
    assert not pays(payment)
    assert order.lines.filter(sku="LARGE").count() == 1
    assert shelf(large) == 9


def test_paid_twice_one_payment_goes_back(olga: gate.Actor) -> None:
    order, _ref, _large = dearer(olga)
    goes_to_pay(order)
    first = Payment.objects.exclude(difference=None).get()
    Payment.objects.filter(pk=first.pk).update(state=Paying.LEFT)
    goes_to_pay(order)
    second = Payment.objects.exclude(difference=None).latest("pk")
    assert second.pk != first.pk
    pays(second)
    pays(first)
    assert list(Refund.objects.values_list("payment", "amount", "why")) == [(first.pk, 200, "twice")]
    assert OrderLine.objects.filter(sku="LARGE").count() == 1


def test_it_is_asked_for_once_and_nothing_else_happens_meanwhile(olga: gate.Actor) -> None:
    _order, ref, large = dearer(olga)
    for act in (
        lambda: difference.ask_for(ref, olga, {line(ref): large.pk}),
        lambda: pay.pay(ref, 100, olga),
        lambda: exchange.exchange(ref, olga),
        lambda: receive.receive(ref, all_of(ref), olga),
    ):
        with pytest.raises(NotPossible):
            act()
    assert shelf(large) == 9
    assert not Refund.objects.exists()


def test_an_equal_or_cheaper_one_has_nothing_to_pay(olga: gate.Actor) -> None:
    small, _large = sizes()
    _order, ref = came_back(olga, small)
    with pytest.raises(NotPossible):
        difference.ask_for(ref, olga, {})
    assert state(ref) == Returning.RECEIVED


def test_with_none_left_nothing_is_asked_for(olga: gate.Actor) -> None:
    small, large = sizes(stock=0)
    _order, ref = came_back(olga, small)
    with pytest.raises(NotEnoughLeft):
        difference.ask_for(ref, olga, {line(ref): large.pk})
    assert state(ref) == Returning.RECEIVED
    assert not Message.objects.filter(template="exchange_to_pay").exists()


# -- not paid


def late() -> None:
    Difference.objects.update(until=timezone.now() - timedelta(seconds=1))


def test_not_paid_in_time_the_goods_are_free_and_the_return_waits_for_the_desk(olga: gate.Actor) -> None:
    order, ref, large = dearer(olga)
    goes_to_pay(order)
    late()
    with pytest.raises(NotPayable):
        goes_to_pay(order)
    assert differences.waiting(fresh(order)) == ()
    lapse.lapse()
    assert (state(ref), shelf(large), Difference.objects.get().state) == (Returning.RECEIVED, 10, Owed.LAPSED)
    assert difference.let_go() == 0
    pay.pay(ref, 100, olga)


def test_taken_back_by_the_desk(olga: gate.Actor) -> None:
    order, ref, large = dearer(olga)
    difference.call_off(ref, olga)
    assert (state(ref), shelf(large)) == (Returning.RECEIVED, 10)
    with pytest.raises(NotPossible):
        difference.call_off(ref, olga)
    with pytest.raises(NotPayable):
        goes_to_pay(order)
    message = Message.objects.get(template="exchange_to_pay")
    with pytest.raises(Difference.DoesNotExist):
        facts(channels.Leaving(message.pk, message.template, order.whose, message.ids))


def test_paid_late_it_is_sent_all_the_same_if_it_is_still_there(olga: gate.Actor) -> None:
    order, ref, large = dearer(olga)
    goes_to_pay(order)
    late()
    lapse.lapse()
    pays()
    assert (state(ref), shelf(large)) == (Returning.EXCHANGED, 9)


@pytest.mark.parametrize("end", ["sold", "paid"])
def test_paid_late_and_gone_the_money_goes_back_with_an_apology(olga: gate.Actor, end: str) -> None:
    order, ref, large = dearer(olga)
    goes_to_pay(order)
    late()
    lapse.lapse()
    if end == "sold":
        Variant.objects.filter(pk=large.pk).update(stock=0)
    else:
        pay.pay(ref, 100, olga)
    pays()
    assert not order.lines.filter(sku="LARGE").exists()
    late_one = Payment.objects.exclude(difference=None).get()
    assert list(Refund.objects.filter(payment=late_one).values_list("amount", "why")) == [(200, "late")]
    assert Message.objects.filter(template="refund_apology").exists()


def test_paid_in_time_it_is_theirs_also_when_it_is_sold_no_more(olga: gate.Actor) -> None:
    order, ref, large = dearer(olga, stock=1)
    goes_to_pay(order)
    Variant.objects.filter(pk=large.pk).update(offered=False)
    pays()
    assert state(ref) == Returning.EXCHANGED
    assert shelf(large) == 0


def test_a_failed_payment_leaves_the_order_as_it_was(olga: gate.Actor) -> None:
    order, ref, large = dearer(olga)
    goes_to_pay(order)
    pays(word="payment.failed")
    assert (fresh(order).status, state(ref), shelf(large)) == (Status.DELIVERED, Returning.TO_PAY, 9)
    assert goes_to_pay(order)


# -- papers


def test_it_has_an_invoice_of_its_own_and_a_credit_note_if_it_goes_back(olga: gate.Actor) -> None:
    order, _ref, _large = dearer(olga)
    due.make()
    goes_to_pay(order)
    pays()
    due.make()
    due.make()
    extra = Invoice.objects.get(kind="extra")
    assert (extra.amount, extra.order_id) == (200, order.pk)
    (told,) = extra.content["lines"]
    assert told["amount"] + sum(tax["amount"] for tax in extra.content["taxes"] if not tax["included"]) == 200
    paid = Payment.objects.exclude(difference=None).get()
    Refund.objects.create(
        payment=paid,
        ref=numbers.secret(),
        amount=200,
        why="goodwill",
        by="staff",
        state=Giving.DONE,
        ended_at=timezone.now(),
    )
    due.make()
    assert Invoice.objects.get(kind="credit").credits == extra
