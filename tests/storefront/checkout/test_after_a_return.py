"""On the order's page: the label for the way back, and the button that pays for a dearer replacement."""

from __future__ import annotations

import pytest

from tests.catalog.goods import product, variant
from tests.orders.buying import works_at_the_desk
from tests.orders.returns.sent_back import all_of, delivered
from tests.storefront.checkout.pages import Shopper
from troth import gate
from troth.catalog.models import Variant
from troth.orders import access
from troth.orders.models import Difference, Order, Payment, ReturnLine
from troth.orders.models.returning import BackFor, Owed, Wish
from troth.orders.returns import ask, decide, difference, label, receive
from troth.orders.returns.ask import Asked, Back

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


def opened(shopper: Shopper, order: Order) -> Shopper:
    """By the link of a mail."""
    shopper.press(access.mint(order))
    shopper.look(shopper.went_to)
    return shopper


def returned(olga: gate.Actor) -> tuple[Order, object, Variant]:
    made = product("Flask", variant(800, stock=10, sku="SMALL", option1="Small"))
    large = Variant.objects.create(
        product=made, sku="LARGE", option1="Large", price=1000, stock=5, tracked=True, currency="USD", sort_order=2
    )
    order = delivered(olga, (made.variants.get(sku="SMALL"), 1))
    asked = Asked({order.lines.get().pk: Back(1, BackFor.WRONG_SIZE)}, Wish.EXCHANGE)
    ref = ask.by_staff(order.number, asked, olga)
    decide.agree(ref, olga)
    return order, ref, large


def test_the_label_is_downloaded_by_whoever_proved_the_mailbox(olga: gate.Actor, shopper: Shopper) -> None:
    order, ref, _large = returned(olga)
    label.offer(ref, olga)  # type: ignore[arg-type]
    way = f"/orders/{order.number}/returns/{ref}/label/"
    Shopper().press(way)
    stranger = Shopper()
    stranger.press(way)
    assert stranger.answer.status_code == 404
    assert way in opened(shopper, order).page
    shopper.press(way)
    assert shopper.answer.status_code == 200
    assert shopper.answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in shopper.answer.headers["Content-Security-Policy"]
    assert "no-store" in shopper.answer.headers["Cache-Control"]
    assert "PRACTICE LABEL" in shopper.page


def test_the_difference_is_paid_at_the_till_and_the_page_says_so(olga: gate.Actor, shopper: Shopper) -> None:
    order, ref, large = returned(olga)
    receive.receive(ref, all_of(ref), olga)  # type: ignore[arg-type]
    line = ReturnLine.objects.get().pk
    difference.ask_for(ref, olga, {line: large.pk})  # type: ignore[arg-type]
    way = f"/orders/{order.number}/differences/{Difference.objects.get().public_id}/"
    stranger = Shopper()
    stranger.press(way)
    assert stranger.answer.status_code == 404
    assert "Pay $2.00" in opened(shopper, order).page
    shopper.press(way)
    till = shopper.went_to
    assert shopper.answer.status_code == 303
    shopper.press(till, act="pay")
    assert Difference.objects.get().state == Owed.PAID
    assert Payment.objects.exclude(difference=None).get().state == "succeeded"
    assert "Pay $2.00" not in shopper.look(f"/orders/{order.number}/")
