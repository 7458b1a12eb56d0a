"""What buyers see of parcels and dates, and the practice depot."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import ADA
from tests.orders.buying import basket_with, bought, tube, works_at_the_desk
from troth.orders import access, ship
from troth.orders.models import Order, Parcel
from troth.orders.states import Status

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def sent() -> Order:
    order = bought(ADA, (tube(title="Flask"), 2))
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)
    olga = works_at_the_desk()
    for _ in range(2):
        ship.ship(order.number, olga, {order.lines.get().pk: 1})
    return order


def page_of(order: Order, client: Client) -> str:
    access.let_in(order.pk, "b" * 43, proven=True)
    client.cookies["order_access"] = "b" * 43
    return client.get(f"/orders/{order.number}/").content.decode()


def test_the_orders_page_tells_both_parcels(client: Client) -> None:
    page = page_of(sent(), client)
    assert "Parcel 1 of 2" in page
    assert "Parcel 2 of 2" in page
    assert page.count("Tracking number") == 2
    assert "Expected by" in page


def test_the_checkout_says_when_it_arrives(client: Client) -> None:
    client.cookies["basket"] = basket_with((tube(), 1))
    page = client.get("/checkout/").content.decode()
    assert "3 to 5 working days, about " in page


def test_a_practice_parcel_is_pushed_on_and_the_shop_hears_of_it(client: Client) -> None:
    order = sent()
    numbers = list(Parcel.objects.values_list("tracking", flat=True))
    page = client.get("/practice/parcels/").content.decode()
    assert all(number in page for number in numbers)
    assert not [mark for mark in ADA.marks if mark in page]
    for number in numbers:
        assert client.post(f"/practice/parcels/{number}/", {"stage": "delivered"}).status_code == 303
    order.refresh_from_db()
    assert order.status == Status.DELIVERED
    assert "Delivered on" in page_of(order, client)


@pytest.mark.parametrize("stage", ["", "booked", "lost"])
def test_nothing_else_happens_to_a_practice_parcel(stage: str, client: Client) -> None:
    sent()
    number = Parcel.objects.first().tracking  # type: ignore[union-attr]
    assert client.post(f"/practice/parcels/{number}/", {"stage": stage}).status_code == 404
    assert client.post("/practice/parcels/PXU123/", {"stage": "moving"}).status_code == 404
