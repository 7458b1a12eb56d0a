"""A guest may order, and not without end: each order writes to an address somebody typed and keeps goods back."""

import pytest
from django.core.cache import cache, caches

from tests.cast import ADA, BEN
from tests.storefront.checkout.pages import Shopper
from troth.catalog.models import Variant
from troth.channels.models import Message
from troth.orders import bounds
from troth.orders.models import Order
from troth.people import limits

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def guest(network: str = "198.51.100.7") -> Shopper:
    shopper = Shopper()
    shopper.client.defaults["REMOTE_ADDR"] = network
    return shopper


def pays(shopper: Shopper) -> None:
    shopper.press(shopper.went_to, act="pay")


def test_orders_for_one_address_are_limited_wherever_they_come_from(tube: Variant) -> None:
    for n in range(6):
        shopper = guest(f"198.51.100.{n}").takes(tube).orders()
    assert shopper.answer.status_code == 429
    assert "Please pay for those, or try again in an hour" in shopper.page
    assert ADA.street_address in shopper.page
    assert Order.objects.count() == 5
    assert Message.objects.filter(template="order_placed").count() == 5


def test_unpaid_orders_of_one_network_are_limited_and_paying_makes_room(tube: Variant) -> None:
    shoppers = [guest().takes(tube).orders(email=f"guest{n}@example.org") for n in range(6)]
    assert [shopper.answer.status_code for shopper in shoppers] == [303] * 5 + [429]
    pays(shoppers[0])
    assert guest().takes(tube).orders(email="guest9@example.org").answer.status_code == 303


def test_orders_from_one_network_are_limited(tube: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES, "guest_order", "2/h/ip,5/h/key")
    answers = []
    for n in range(3):
        shopper = guest().takes(tube).orders(email=f"guest{n}@example.org")
        answers.append(shopper.answer.status_code)
        if shopper.answer.status_code == 303:
            pays(shopper)
    assert answers == [303, 303, 429]


def test_pressing_again_and_mistakes_cost_nothing(tube: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES, "guest_order", "1/h/ip,1/h/key")
    shopper = guest().takes(tube).orders(BEN)
    assert shopper.answer.status_code == 409  # another price than the page showed
    form = shopper.form(BEN)
    for _press in range(3):
        shopper.press("/checkout/", **form)
        assert shopper.answer.status_code == 303
    assert Order.objects.count() == 1


def test_the_limits_remember_neither_address_nor_network(tube: Variant) -> None:
    guest().takes(tube).orders()
    counted = list(caches["limits"].rows())  # type: ignore[attr-defined]
    assert len(counted) == 4  # orders of the network in an hour and a day, orders for the address, unpaid ones
    kept = f"{counted} {cache._cache}".casefold()  # type: ignore[attr-defined]
    assert not any(mark.casefold() in kept for mark in (*ADA.marks, "198.51.100.7"))


def test_the_machine_of_a_practice_shop_has_wider_limits_and_has_some(
    tube: Variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "UNPAID_AT_HOME", 1)
    assert guest("127.0.0.1").takes(tube).orders().answer.status_code == 303
    assert guest("::1").takes(tube).orders().answer.status_code == 303
    assert guest("127.0.0.1").takes(tube).orders().answer.status_code == 429
