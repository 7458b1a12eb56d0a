"""On the order's page: what a bank took back is paid there, or said not to be owed; by nobody else."""

from __future__ import annotations

import pytest

from tests.orders.buying import works_at_the_desk
from tests.orders.owed.owing import claimed, debt, pays, taken_back
from tests.storefront.checkout.pages import Shopper
from troth import gate
from troth.orders import access, owed
from troth.orders.models import Debt, Order
from troth.orders.models.owed import LetGoFor
from troth.recipients import till_counter

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def olga(db: None, monkeypatch: pytest.MonkeyPatch) -> gate.Actor:
    def refuse(body: bytes, headers: dict[str, str]) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(till_counter, "_post", refuse)
    return works_at_the_desk()


@pytest.fixture
def sam(olga: gate.Actor) -> gate.Actor:
    return works_at_the_desk(502, "customer_service")


def opened(shopper: Shopper, order: Order) -> str:
    """By the link of a mail."""
    shopper.press(access.mint(order))
    return shopper.look(shopper.went_to)


def way(order: Order, what: str) -> str:
    return f"/orders/{order.number}/owed/{debt().public_id}/{what}/"


def test_it_is_paid_at_the_till_and_the_page_says_so(sam: gate.Actor, olga: gate.Actor, shopper: Shopper) -> None:
    order, _ref = claimed(sam, olga)
    page = opened(shopper, order)
    assert "$28.90 is owed" in page
    shopper.press(way(order, "pay"))
    till = shopper.went_to
    assert shopper.answer.status_code == 303
    assert till
    pays()
    page = shopper.look(f"/orders/{order.number}/")
    assert "Nothing is owed any more." in page
    assert way(order, "pay") not in page
    shopper.press(way(order, "pay"))
    assert shopper.went_to.endswith("?said=too-late")


def test_i_do_not_owe_this(sam: gate.Actor, olga: gate.Actor, shopper: Shopper) -> None:
    order, ref = claimed(sam, olga)
    opened(shopper, order)
    shopper.press(way(order, "object"))
    page = shopper.look(shopper.went_to)
    assert "We have heard you." in page
    assert "until then we write nothing" in page
    assert way(order, "object") not in page
    assert debt().pause == "objected"
    owed.resume(ref, sam)
    page = shopper.look(f"/orders/{order.number}/")
    assert "One of us has looked at it, and we still ask for it." in page
    assert way(order, "object") in page
    Debt.objects.update(objections=3)
    assert way(order, "object") not in shopper.look(f"/orders/{order.number}/")


def test_a_stranger_gets_nowhere(sam: gate.Actor, olga: gate.Actor, shopper: Shopper) -> None:
    order, _ref = claimed(sam, olga)
    for what in ("pay", "object"):
        shopper.press(way(order, what))
        assert shopper.answer.status_code == 404
    assert debt().pause == ""


def test_whoever_only_placed_it_is_told_of_no_money(sam: gate.Actor, olga: gate.Actor, shopper: Shopper) -> None:
    order, _ref = claimed(sam, olga)
    word = "the-random-word-in-the-cookie-of-ada-000001"
    access.let_in(order.pk, word)
    shopper.client.cookies["order_access"] = word
    assert "is owed" not in shopper.look(f"/orders/{order.number}/")
    shopper.press(way(order, "pay"))
    assert shopper.answer.status_code == 404


def test_let_go_the_page_says_that_nothing_is_owed(sam: gate.Actor, olga: gate.Actor, shopper: Shopper) -> None:
    order, ref = claimed(sam, olga)
    owed.let_go(ref, LetGoFor.NOT_OWED, sam)
    page = opened(shopper, order)
    assert "ask for it no more" in page
    assert way(order, "pay") not in page


def test_an_order_of_which_nothing_was_asked_says_nothing(olga: gate.Actor, shopper: Shopper) -> None:
    order = taken_back(olga)
    assert "owed" not in opened(shopper, order)


def test_another_order_s_money_is_not_found(sam: gate.Actor, olga: gate.Actor, shopper: Shopper) -> None:
    order, _ref = claimed(sam, olga)
    opened(shopper, order)
    for what in ("pay", "object"):
        shopper.press(f"/orders/{order.number}/owed/00000000-0000-4000-8000-000000000000/{what}/")
        assert shopper.answer.status_code in (303, 404)
        assert debt().pause == ""
