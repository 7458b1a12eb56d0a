"""Payments that failed or were left have a shelf of their own: what happened, until when goods are kept, what to do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from tests.cast import ADA, BEN, CHIARA, Customer
from tests.office.conftest import Comes
from tests.orders.buying import bought, tube, webhook
from troth.channels import queue
from troth.channels.models import Message
from troth.orders import expire, payments, settle
from troth.orders.models import Order
from troth.orders.shelves import Shelf, counts, on
from troth.recipients.models import TillSession

pytestmark = pytest.mark.django_db
SHELF = "/office/orders/?shelf=payment-trouble"


def ordered(who: Customer, word: str = "") -> Order:
    """An order whose buyer went to pay, and what became of that."""
    order = bought(who, (tube(title=f"Tube {Order.objects.count()}"), 1))
    payments.begin(order.number, back="http://testserver/", away="http://testserver/")
    if word:
        assert settle.settle("practice", *webhook(TillSession.objects.latest("pk"), f"payment.{word}"))
    return Order.objects.get(pk=order.pk)


def given_up(who: Customer = CHIARA) -> Order:
    order = ordered(who)
    Order.objects.filter(pk=order.pk).update(reserved_until=timezone.now() - timedelta(seconds=1))
    assert expire.expire() == 1
    return Order.objects.get(pk=order.pk)


def test_each_unpaid_order_stands_on_one_shelf_and_the_counts_say_so() -> None:
    failed, left, gone, paying = ordered(ADA, "failed"), ordered(BEN, "left"), given_up(), ordered(ADA)
    assert {*on(Shelf.TROUBLE)} == {failed, left, gone}
    assert {*on(Shelf.UNPAID)} == {paying}
    assert counts() == {shelf: on(shelf).count() for shelf in Shelf}


def test_who_pays_again_is_in_trouble_no_more() -> None:
    left = ordered(BEN, "left")
    payments.begin(left.number, back="http://testserver/", away="http://testserver/")
    assert [*on(Shelf.TROUBLE)] == []
    assert [*on(Shelf.UNPAID)] == [left]


def test_an_order_whose_buyer_cannot_be_found_any_more_leaves_the_shelf() -> None:
    gone = given_up()
    Order.objects.filter(pk=gone.pk).update(emptied_at=timezone.now())
    assert counts()[Shelf.TROUBLE] == 0


def test_the_shelf_tells_what_happened_until_when_goods_stay_and_what_to_do(comes: Comes) -> None:
    failed, gone = ordered(ADA, "failed"), given_up()
    page = BeautifulSoup(comes("order_desk").get(SHELF).content, "html.parser")
    rows = {row.th.get_text(): " ".join(row.get_text(" ").split()) for row in page.select("tbody tr")}  # type: ignore[union-attr]
    until = timezone.localtime(failed.reserved_until).strftime("%H:%M")

    assert "Payment failed" in rows[failed.number]
    assert f"kept until {failed.reserved_until:%-d %b}, {until}" in rows[failed.number]
    assert "Send the pay link" in rows[failed.number]
    assert "Cancel" in rows[failed.number]
    assert "Not paid in time" in rows[gone.number]
    assert "let go" in rows[gone.number]
    assert not page.select(f"form[action*='{gone.number}']")


def test_the_pay_link_goes_again_and_goods_stay_a_day(comes: Comes, mailoutbox: object) -> None:
    failed, desk = ordered(ADA, "failed"), comes("order_desk")
    answer = desk.post(f"/office/orders/{failed.number}/pay-link/", {"from": "payment-trouble"})
    queue.send_due()

    assert answer["Location"] == SHELF
    message = Message.objects.get(template="pay_link")
    assert (message.state, message.ids["order"]) == ("sent", failed.pk)
    failed.refresh_from_db()
    assert failed.reserved_until > timezone.now() + timedelta(hours=23)
    assert "Pay link of" in desk.get(SHELF).content.decode()


def test_a_second_press_sends_no_second_mail(comes: Comes) -> None:
    failed, desk = ordered(ADA, "failed"), comes("customer_service")
    for _ in range(2):
        said = desk.post(f"/office/orders/{failed.number}/pay-link/", follow=True).content.decode()
    assert "A link left a few minutes ago" in said
    assert Message.objects.filter(template="pay_link").count() == 1


def test_goods_are_not_kept_for_ever() -> None:
    from tests.orders.buying import works_at_the_desk
    from troth.orders import desk

    failed, olga = ordered(ADA, "failed"), works_at_the_desk()
    placed = timezone.now() - timedelta(days=2, hours=20)
    Order.objects.filter(pk=failed.pk).update(placed_at=placed, reserved_until=timezone.now() + timedelta(hours=1))
    desk.send_pay_link(failed.number, olga)
    failed.refresh_from_db()
    assert failed.reserved_until == failed.placed_at + timedelta(days=3)


@pytest.mark.parametrize("late", ["given up", "paid"])
def test_what_cannot_be_paid_any_more_gets_no_link(comes: Comes, late: str) -> None:
    order = given_up() if late == "given up" else ordered(ADA, "succeeded")
    said = comes("order_desk").post(f"/office/orders/{order.number}/pay-link/", follow=True).content.decode()
    assert "has moved on meanwhile" in said
    assert not Message.objects.filter(template="pay_link").exists()


@pytest.mark.parametrize("who", ["marketing", "privacy_officer", "no job", "superuser"])
def test_other_jobs_send_no_link(comes: Comes, who: str) -> None:
    failed = ordered(ADA, "failed")
    assert comes(who).post(f"/office/orders/{failed.number}/pay-link/").status_code == 403
    assert not Message.objects.filter(template="pay_link").exists()
