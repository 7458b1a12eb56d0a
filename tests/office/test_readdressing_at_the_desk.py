"""Changing where an order goes, at the desk's page for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import ADA
from tests.office.conftest import Comes, order_of
from tests.orders.buying import works_at_the_desk
from tests.orders.test_readdressing import ELSEWHERE, nothing_happened, street, told
from troth import gate
from troth.orders import desk, pack
from troth.orders.models import Order
from troth.orders.states import Status

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


def posted(comes: Comes, order: Order, olga: gate.Actor, **changes: str) -> Any:
    fields, seen = told(order, olga, **changes)
    typed: Mapping[str, str] = {**fields, "seen": seen}
    return comes("order_desk").post(reverse("office:change_address", args=[order.number]), typed)


def test_the_desk_changes_it_and_the_page_says_so(comes: Comes, olga: gate.Actor) -> None:
    order = order_of(ADA, Status.PAID)
    assert posted(comes, order, olga, street_address=ELSEWHERE).status_code == 302
    assert street(order, olga) == ELSEWHERE
    opened = desk.open(order.number, olga)
    assert opened is not None
    assert "The delivery address was changed" in [each.words for each in opened.story]


def test_what_was_typed_and_refused_stands_there_again(comes: Comes, olga: gate.Actor) -> None:
    order = order_of(ADA, Status.PAID)
    answer = posted(comes, order, olga, street_address=ELSEWHERE, postcode="nonsense")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert ELSEWHERE in page
    assert "nonsense" in page
    assert nothing_happened(order, olga)


def test_a_country_that_cannot_be_is_refused_with_what_to_do(comes: Comes, olga: gate.Actor) -> None:
    order = order_of(ADA, Status.PAID)
    answer = posted(comes, order, olga, country="DE")
    assert answer.status_code == 422
    assert "Cancel the order" in answer.content.decode()


def test_it_is_offered_until_it_has_left_and_to_nobody_else(comes: Comes, olga: gate.Actor) -> None:
    order = order_of(ADA, Status.PAID)
    olgas, mias = comes("order_desk"), comes("marketing")

    def offered(browser: Any) -> bool:
        return "Change the address" in browser.get(f"/office/orders/{order.number}/").content.decode()

    assert offered(olgas)
    assert not offered(mias)
    assert mias.get(reverse("office:change_address", args=[order.number])).status_code == 403
    pack.pack(order.number, olga)
    assert offered(olgas)
    Order.objects.filter(pk=order.pk).update(status=Status.SHIPPED)
    assert not offered(olgas)
