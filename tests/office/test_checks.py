"""The queue of orders to be looked at, on its screen."""

from __future__ import annotations

import pytest

from tests.cast import ADA
from tests.office.conftest import Comes, looks
from tests.orders.buying import bought, tube
from troth.orders.models import Order, Payment
from troth.orders.models.payment import Paying
from troth.orders.risk import weighing
from troth.orders.states import Status

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
HERE = "/office/checks/"
WHY = "Rang the lab; they ordered it."


@pytest.fixture
def held() -> Order:
    order = bought(ADA, (tube(), 1))
    Payment.objects.filter(order=order).update(state=Paying.SUCCEEDED, risk="highest")
    Order.objects.filter(pk=order.pk).update(status=Status.PAID)
    weighing.weigh.func(order.pk)
    return Order.objects.get(pk=order.pk)


def test_the_desk_sees_why_and_of_the_buyer_nothing(comes: Comes, held: Order) -> None:
    page = comes("order_desk").get(HERE).content.decode()
    assert held.number in page
    assert "The payment provider warns of this payment." in page
    assert not any(mark in page for mark in ADA.marks)
    assert ("order_desk", "order_verification", "allowed") in looks(held)


@pytest.mark.parametrize(
    "who", ["customer_service", "marketing", "bookkeeping", "privacy_officer", "no job", "superuser"]
)
def test_others_are_refused_and_change_nothing(comes: Comes, held: Order, who: str) -> None:
    browser = comes(who)
    assert browser.get(HERE).status_code == 403
    assert browser.post(f"{HERE}{held.number}/", {"decision": "release", "reason": WHY}).status_code == 403
    assert Order.objects.get(pk=held.pk).held_since is not None


@pytest.mark.parametrize(("decision", "status"), [("release", Status.PAID), ("cancel", Status.CANCELLED)])
def test_a_decision_with_a_reason_holds(comes: Comes, held: Order, decision: str, status: Status) -> None:
    answer = comes("order_desk").post(f"{HERE}{held.number}/", {"decision": decision, "reason": WHY}, follow=True)
    after = Order.objects.get(pk=held.pk)
    assert (after.status, after.held_since) == (status, None)
    assert "No order waits to be looked at." in answer.content.decode()
    assert WHY not in answer.content.decode()


def test_without_a_reason_it_says_so_and_nothing_happens(comes: Comes, held: Order) -> None:
    answer = comes("order_desk").post(f"{HERE}{held.number}/", {"decision": "release", "reason": " "}, follow=True)
    assert "Please write why" in answer.content.decode()
    assert Order.objects.get(pk=held.pk).held_since is not None


def test_an_unknown_decision_is_not_found_and_an_unknown_order_answers_like_any_other(
    comes: Comes, held: Order
) -> None:
    browser = comes("order_desk")
    assert browser.post(f"{HERE}{held.number}/", {"decision": "burn", "reason": WHY}).status_code == 404
    assert browser.post(f"{HERE}T-0000/", {"decision": "release", "reason": WHY}).url == HERE
    assert Order.objects.get(pk=held.pk).held_since is not None
