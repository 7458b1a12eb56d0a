"""The buyer's own page of an order: cancel it, ask to send something back, see what became of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import ADA
from tests.orders.buying import bought, tube, works_at_the_desk
from tests.orders.returns.sent_back import delivered
from tests.storefront.checkout.pages import Shopper
from troth import gate
from troth.catalog.models import Variant
from troth.orders import access, refunds
from troth.orders.models import Order, Refund, ReturnLine, ReturnRequest
from troth.orders.models.payment import Paying
from troth.orders.models.refund import Why
from troth.orders.models.returning import Condition, NotTaken
from troth.orders.returns import decide, pay, receive
from troth.orders.returns.receive import Seen

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
WORD = "the-random-word-in-the-cookie-of-ada-000001"


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


def ada(order: Order, *, proven: bool = True) -> Shopper:
    """Her browser, which may see the order."""
    access.let_in(order.pk, WORD, proven=proven)
    shopper = Shopper()
    shopper.client.cookies["order_access"] = WORD
    return shopper


def asks(shopper: Shopper, order: Order, many: str = "1", **told: str) -> str:
    line = order.lines.get().pk
    shopper.press(f"/orders/{order.number}/returns/", **{f"back-{line}": many, f"why-{line}": "damaged", **told})
    return shopper.look(shopper.went_to) if shopper.went_to else shopper.page


def test_from_asking_to_the_money_the_page_tells_the_story(olga: gate.Actor) -> None:
    order = delivered(olga, (tube(title="Flask", price=1000), 2))
    shopper = ada(order)
    assert "You can ask until" in shopper.look(f"/orders/{order.number}/")
    page = asks(shopper, order, "2")
    assert "We have your wish" in page
    assert "It arrived damaged" in page
    ref = ReturnRequest.objects.get().public_id
    decide.agree(ref, olga)
    assert "Please send it by" in shopper.look(f"/orders/{order.number}/")
    receive.receive(ref, {each.pk: Seen(Condition.DAMAGED) for each in ReturnLine.objects.all()}, olga)
    pay.pay(ref, order.total, olga)
    page = shopper.look(f"/orders/{order.number}/")
    assert "Money given back" in page
    assert "Goods came back" in page
    assert "Return settled: its money goes back" in page


def test_refused_the_page_says_why(olga: gate.Actor) -> None:
    order = delivered(olga)
    shopper = ada(order)
    asks(shopper, order)
    decide.refuse(ReturnRequest.objects.get().public_id, NotTaken.MADE_TO_ORDER, olga)
    assert "It was made to order" in shopper.look(f"/orders/{order.number}/")


def test_it_is_called_off_by_a_button(olga: gate.Actor) -> None:
    order = delivered(olga)
    shopper = ada(order)
    page = asks(shopper, order)
    off = re.search(r'action="([^"]*/off/)"', page)
    assert off is not None
    shopper.press(off.group(1))
    assert ReturnRequest.objects.get().state == "withdrawn"
    assert "called off" in shopper.look(shopper.went_to)


@pytest.mark.parametrize("many", ["", "0", "-1", "99", "two"])
def test_nonsense_asks_for_nothing(many: str, olga: gate.Actor) -> None:
    order = delivered(olga)
    page = asks(ada(order), order, many)
    assert "Choose what comes back" in page
    assert not ReturnRequest.objects.exists()


def test_after_thirty_days_the_page_offers_nothing_and_takes_nothing(olga: gate.Actor) -> None:
    order = delivered(olga, days_ago=31)
    shopper = ada(order)
    assert "Send something back" not in shopper.look(f"/orders/{order.number}/")
    assert "time for sending this back is over" in asks(shopper, order)
    assert not ReturnRequest.objects.exists()


def test_a_browser_that_only_placed_it_is_offered_nothing_and_changes_nothing(olga: gate.Actor) -> None:
    order = delivered(olga)
    shopper = ada(order, proven=False)
    page = shopper.look(f"/orders/{order.number}/")
    assert "Send something back" not in page
    asks(shopper, order)
    assert shopper.answer.status_code == 404
    shopper.press(f"/orders/{order.number}/cancel/")
    assert shopper.answer.status_code == 404
    assert not ReturnRequest.objects.exists()


def test_nobody_calls_off_somebody_elses_return(olga: gate.Actor) -> None:
    order, other = delivered(olga), delivered(olga, (tube(title="Lid"), 1))
    asks(ada(other), other)
    ref = ReturnRequest.objects.get().public_id
    shopper = Shopper()
    access.let_in(order.pk, "the-random-word-in-the-cookie-of-ben-000002", proven=True)
    shopper.client.cookies["order_access"] = "the-random-word-in-the-cookie-of-ben-000002"
    shopper.press(f"/orders/{order.number}/returns/{ref}/off/")
    assert shopper.answer.status_code == 404
    assert ReturnRequest.objects.get().state == "asked"


# -- cancelling


def paid() -> Order:
    order = bought(ADA, (tube(title="Flask", stock=10), 2))
    Order.objects.filter(pk=order.pk).update(status="paid")
    order.payments.update(state=Paying.SUCCEEDED)
    return Order.objects.get(pk=order.pk)


def test_until_it_is_packed_the_buyer_cancels_and_gets_goods_and_money_put_back() -> None:
    order = paid()
    shopper = ada(order)
    assert "Yes, cancel it" in shopper.look(f"/orders/{order.number}/")
    shopper.press(f"/orders/{order.number}/cancel/")
    assert "Your order is cancelled" in shopper.look(shopper.went_to)
    order.refresh_from_db()
    assert (order.status, Variant.objects.get().stock) == ("cancelled", 10)
    assert [each.amount for each in Refund.objects.all()] == [order.total]
    assert list(order.events.values_list("what", "by")).count(("cancelled", "customer")) == 1
    shopper.press(f"/orders/{order.number}/cancel/")
    assert "moved on meanwhile" in shopper.look(shopper.went_to)
    assert Refund.objects.count() == 1


def test_packed_it_can_only_be_cancelled_by_the_desk() -> None:
    order = paid()
    Order.objects.filter(pk=order.pk).update(status="packed")
    shopper = ada(order)
    assert "Yes, cancel it" not in shopper.look(f"/orders/{order.number}/")
    shopper.press(f"/orders/{order.number}/cancel/")
    assert "moved on meanwhile" in shopper.look(shopper.went_to)
    order.refresh_from_db()
    assert order.status == "packed"


def test_a_part_that_went_back_stands_beside_the_sum(olga: gate.Actor) -> None:
    order = delivered(olga)
    refunds.give(order.number, 150, Why.GOODWILL, actor=olga)
    page = ada(order).look(f"/orders/{order.number}/")
    assert "$1.50 back to you" in page
    assert "Goodwill" in page


def test_my_privacy_has_an_entry_for_what_the_desk_looked_at(olga: gate.Actor) -> None:
    """What is done with a return opens nobody's data; the mails about it do, and are entered."""
    from troth.channels import queue

    order = delivered(olga)
    asks(ada(order), order)
    decide.agree(ReturnRequest.objects.get().public_id, olga)
    queue.send_due()
    person = gate.person_of_party(order.whose)
    assert person is not None
    since = timezone.now() - timedelta(minutes=5)
    lines = [line for line in gate.timeline(person, actor=gate.the_person(person), limit=50) if line.at > since]
    assert any(line.purpose == "order_communication" and line.channel == "email" for line in lines)
