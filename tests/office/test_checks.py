"""The queue of orders to be looked at, on its screen."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.conf import settings

from tests.cast import ADA
from tests.office.conftest import Comes, looks
from tests.orders.buying import bought, tube
from troth.office.checks import views
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


def test_in_practice_the_desk_lets_a_partner_warn(comes: Comes) -> None:
    order = bought(ADA, (tube(), 1))
    olga = comes("order_desk")
    assert "Let it warn" in olga.get(HERE).content.decode()
    told = {"number": order.number.lower(), "band": "high", "reasons": ["card_stolen", "made up"]}
    answer = olga.post(f"{HERE}practice/", told, follow=True)
    assert "has said its word" in answer.content.decode()
    assert "Practice partner warned once." in answer.content.decode()
    unknown = olga.post(f"{HERE}practice/", {**told, "number": "T-999999"}, follow=True)
    assert "no order with this number" in unknown.content.decode()
    assert olga.post(f"{HERE}practice/", {**told, "band": "made up"}).status_code == 404
    assert comes("marketing").post(f"{HERE}practice/", told).status_code == 403


def test_a_live_shop_has_no_partner_to_practise_with(comes: Comes, monkeypatch: pytest.MonkeyPatch) -> None:
    olga, order = comes("order_desk"), bought(ADA, (tube(), 1))
    live = SimpleNamespace(
        TROTH=replace(settings.TROTH, mode="live")
    )  # the office itself stays open without a second factor
    monkeypatch.setattr(views, "settings", live)
    assert "No order waits to be looked at." in olga.get(HERE).content.decode()
    assert "Let it warn" not in olga.get(HERE).content.decode()
    assert olga.post(f"{HERE}practice/", {"number": order.number, "band": "high"}).status_code == 404


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
