"""Many at once, on real connections with real commits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from tests.cast import ADA
from tests.orders.buying import basket_with, bought, in_the_vault, order_by, tube, webhook
from troth.catalog import stock
from troth.catalog.models import Category, Product, Variant
from troth.channels.models import Message
from troth.orders import basket, numbers, payments, settle
from troth.orders import place as placing
from troth.orders.errors import OrderTrouble
from troth.orders.models import Order, Payment, Placing
from troth.orders.place import Placed, place
from troth.recipients.models import TillSession

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])
BUYERS = 6
LONG = 300  # seconds; nobody waits so long, but a machine that does other work as well may


@pytest.fixture(autouse=True)
def _swept() -> object:
    yield
    for model in (Product, Category):
        model.objects.all().delete()


def together(many: int, act: Callable[[int], Any]) -> list[Any]:
    """What each got, all starting at the same moment, each on connections of their own."""
    start = threading.Barrier(many)

    def one(place: int) -> Any:
        try:
            start.wait(timeout=LONG)
            return act(place)
        except OrderTrouble as trouble:
            return trouble
        finally:
            connections.close_all()

    with ThreadPoolExecutor(many) as crowd:
        return [*crowd.map(one, range(many))]


def test_the_last_item_goes_to_one_buyer_and_the_others_are_told_kindly() -> None:
    glass = tube(stock=1)
    asked = [order_by(ADA, basket_with((glass, 1))) for _ in range(BUYERS)]
    got = together(BUYERS, lambda buyer: place(asked[buyer]))

    assert sum(isinstance(each, Placed) for each in got) == 1
    assert all(str(each) for each in got if isinstance(each, OrderTrouble))
    assert Variant.objects.get(pk=glass.pk).stock == 0
    assert Order.objects.count() == Message.objects.count() == 1
    assert not Placing.objects.exists()
    people, records = in_the_vault()
    assert (people, records) == (1, 4)


def test_control_without_the_conditional_update_it_is_sold_to_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    glass = tube(stock=1)
    asked = [order_by(ADA, basket_with((glass, 1))) for _ in range(BUYERS)]
    all_have_looked = threading.Barrier(BUYERS)
    look = basket.look

    def slow_look(token: str) -> Any:
        found = look(token)
        all_have_looked.wait(timeout=LONG)
        return found

    monkeypatch.setattr(basket, "look", slow_look)
    monkeypatch.setattr(stock, "reserve_all", lambda quantities: None)
    got = together(BUYERS, lambda buyer: place(asked[buyer]))
    assert sum(isinstance(each, Placed) for each in got) == BUYERS


def test_one_button_pressed_many_times_is_one_order() -> None:
    asked = order_by(ADA, basket_with((tube(stock=10), 1)))
    got = together(BUYERS, lambda press: place(asked))

    assert len({each.number for each in got}) == 1
    assert Order.objects.count() == Message.objects.count() == 1
    assert Variant.objects.get().stock == 9
    assert in_the_vault() == (1, 4)


def test_control_without_the_key_each_press_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = order_by(ADA, basket_with((tube(stock=10), 1)))
    seen = basket.look(asked.basket)
    digest = numbers.digest
    monkeypatch.setattr(basket, "look", lambda token: seen)
    monkeypatch.setattr(placing, "_take_basket", lambda contents: None)
    monkeypatch.setattr(numbers, "digest", lambda text: digest(text + numbers.secret()))
    together(3, lambda press: place(asked))
    assert Order.objects.count() == 3


def test_two_tabs_at_once_make_one_order() -> None:
    token = basket_with((tube(stock=10), 1))
    asked = [order_by(ADA, token) for _ in range(2)]
    got = together(2, lambda tab: place(asked[tab]))
    assert sum(isinstance(each, Placed) for each in got) == 1
    assert Variant.objects.get().stock == 9


def test_baskets_in_opposite_order_do_not_wait_for_each_other_in_a_circle() -> None:
    one, two = tube(stock=50), tube(stock=50, title="Flask")
    asked = [
        order_by(ADA, basket_with(*((one, 1), (two, 1)) if buyer % 2 else ((two, 1), (one, 1))))
        for buyer in range(BUYERS)
    ]
    got = together(BUYERS, lambda buyer: place(asked[buyer]))
    assert all(isinstance(each, Placed) for each in got)
    assert {*Variant.objects.values_list("stock", flat=True)} == {50 - BUYERS}


def test_paying_pressed_many_times_opens_one_payment() -> None:
    order = bought()
    got = together(4, lambda press: payments.begin(order.number, "http://localhost/b/", "http://localhost/a/"))
    assert len(set(got)) == 1
    assert (Payment.objects.count(), TillSession.objects.count()) == (1, 1)


def test_one_webhook_delivered_many_times_at_once_counts_once() -> None:
    order = bought()
    payments.begin(order.number, "http://localhost/b/", "http://localhost/a/")
    body, headers = webhook(TillSession.objects.get(), "payment.succeeded")
    got = together(4, lambda copy: settle.settle("practice", body, headers))
    assert sorted(got) == [False, False, False, True]
    assert Message.objects.filter(template="order_paid").count() == 1
