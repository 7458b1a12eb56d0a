"""An order comes in as it stood in the earlier shop: unpaid, sent in part, with its tracking number and its payment.

Nobody is written to, nothing is asked for, no carrier is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from tests.cast import ADA, BEN
from tests.intake.as_it_was import PENDING, a_year_of_tasks, named, shopify
from tests.intake.exports import (
    WIX_ORDERS,
    bring,
    ordered_at_wix,
    sheet,
)
from tests.intake.looks import vault
from tests.intake.test_orders import NOW
from tests.orders.buying import works_at_the_desk
from troth import gate
from troth.channels.models import Message
from troth.intake import runs
from troth.orders import expire, left, opening, pay_link, payments
from troth.orders.lists import money
from troth.orders.lists.money import MoneyState
from troth.orders.models import Debt, Order, Parcel, Payment
from troth.orders.models.parcel import Way
from troth.orders.payments import NotPayable
from troth.orders.reports import sold
from troth.orders.states import Status

pytestmark = pytest.mark.django_db
BACK = {"back": "http://testserver/", "away": "http://testserver/"}


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


# -- unpaid


@pytest.mark.parametrize("word", ["pending", "authorized", "partially_paid", "unpaid"])
def test_an_unpaid_order_waits_as_it_did_and_nothing_is_asked_for(tmp_path: Path, word: str) -> None:
    report = shopify(tmp_path, **PENDING | {"Financial Status": word})
    assert (report["rows"]["lost"], report["products"]["new"]) == (0, 1)
    assert (2, "Financial Status") in named(report, "noted")
    a_year_of_tasks()
    order = Order.objects.get()
    assert (order.status, order.emptied_at) == (Status.PLACED, None)
    assert [event.what for event in order.events.all()] == ["placed", "taken_over"]
    assert not Message.objects.exists()
    assert not Debt.objects.exists()
    assert not Payment.objects.exists()
    with pytest.raises(NotPayable):
        payments.begin(order.number, **BACK)


def test_an_order_of_this_shop_is_given_up_all_the_same(tmp_path: Path) -> None:
    shopify(tmp_path, **PENDING)
    Order.objects.update(origin="web")
    assert expire.expire() == 1


def test_only_a_link_the_desk_sends_asks_for_its_money(tmp_path: Path) -> None:
    shopify(tmp_path, **PENDING)
    number = Order.objects.get().number
    desk = works_at_the_desk(501, "order_desk")
    opened = opening.open(number, desk)
    assert opened is not None
    assert (opened.can_send_link, opened.order.can_pay) == (True, False)
    pay_link.send_pay_link(number, desk)
    assert [message.template for message in Message.objects.all()] == ["pay_link"]
    assert payments.begin(number, **BACK)
    Order.objects.update(reserved_until=NOW - timedelta(days=1))
    expire.expire()
    assert Order.objects.get().status == Status.PLACED


def test_paid_there_since_it_is_paid_here(tmp_path: Path) -> None:
    shopify(tmp_path, **PENDING)
    assert shopify(tmp_path, **PENDING)["products"]["unchanged"] == 1
    assert shopify(tmp_path, **{"Fulfillment Status": "", "Fulfilled at": ""})["products"]["changed"] == 1
    assert Order.objects.get().status == Status.PAID


def test_what_was_sent_before_it_was_paid_is_said_to_be_so(tmp_path: Path) -> None:
    report = shopify(tmp_path, **PENDING | {"Fulfillment Status": "fulfilled"})
    order = Order.objects.get()
    assert order.status == Status.DELIVERED
    assert (2, "Financial Status") in named(report, "noted")
    assert not sold.sold().exists()
    found = {state for state in MoneyState if Order.objects.filter(money.is_so(state)).exists()}
    assert found == {MoneyState.AWAITED}
    shown = opening.shown.of(order)
    assert (shown.sent_unpaid, shown.was_paid_there, shown.can_pay) == (True, False, False)


def test_what_was_paid_there_counts_as_paid_and_sold(tmp_path: Path) -> None:
    shopify(tmp_path)
    assert sold.sold().exists()
    found = {state for state in MoneyState if Order.objects.filter(money.is_so(state)).exists()}
    assert found == {MoneyState.PAID}
    assert opening.shown.of(Order.objects.get()).was_paid_there


def test_wix_says_it_in_words_of_its_own(tmp_path: Path) -> None:
    told = ordered_at_wix(BEN, **{"Payment status": "Not Paid", "Fulfillment status": "Not Fulfilled"})
    bring(tmp_path, sheet(WIX_ORDERS, told))
    assert Order.objects.get().status == Status.PLACED


# -- sent in part


def test_what_was_sent_in_part_shows_what_was_sent_and_what_is_left(tmp_path: Path) -> None:
    report = shopify(tmp_path, ("fulfilled", "pending"), **{"Fulfillment Status": "partial"})
    order = Order.objects.get()
    assert (order.status, report["rows"]["lost"], named(report)) == (Status.PART_SHIPPED, 0, set())
    first, second = order.lines.all()
    assert left.left(order) == {first.pk: 0, second.pk: 1}
    (parcel,) = opening.open(order.number, works_at_the_desk(501, "order_desk")).order.parcels  # type: ignore[union-attr]
    assert [(each.title, each.quantity) for each in parcel.inside] == [("Tube - large", 2)]
    assert (parcel.way, f"{parcel.shipped_at:%Y-%m-%d}") == (Way.MOVING, "2026-03-04")
    assert "part_shipped" in [event.what for event in order.events.all()]
    a_year_of_tasks()
    assert not Message.objects.exists()


def test_a_charge_without_a_line_is_not_left_to_be_packed(tmp_path: Path) -> None:
    shopify(tmp_path, ("fulfilled", "pending"), **{"Fulfillment Status": "partial", "Total": "33.40"})
    order = Order.objects.get()
    assert {line.title: left.left(order)[line.pk] for line in order.lines.all()} == {
        "Tube - large": 0,
        "Cap": 1,
        "Other charges": 0,
    }


@pytest.mark.parametrize(
    ("lines", "rows"), [(("", ""), {2}), (("partial", "pending"), {2}), (("fulfilled", "partial"), {3})]
)
def test_what_the_file_does_not_say_of_it_is_named(tmp_path: Path, lines: tuple[str, str], rows: set[int]) -> None:
    report = shopify(tmp_path, lines, **{"Fulfillment Status": "partial"})
    assert Order.objects.get().status == Status.PART_SHIPPED
    assert {row for row, _column in named(report)} == rows


def test_a_word_about_a_line_that_does_not_fit_the_order_is_named(tmp_path: Path) -> None:
    report = shopify(tmp_path, ("pending", "fulfilled"))
    assert named(report) == {(2, "Lineitem fulfillment status")}


def test_a_word_about_sending_nobody_knows_counts_as_not_sent_and_is_named(tmp_path: Path) -> None:
    report = shopify(tmp_path, **{"Fulfillment Status": "teleported"})
    assert Order.objects.get().status == Status.PAID
    assert named(report) == {(2, "Fulfillment Status")}


def test_the_rest_comes_with_a_later_file(tmp_path: Path) -> None:
    shopify(tmp_path, ("fulfilled", "pending"), **{"Fulfillment Status": "partial"})
    before = vault()
    report = shopify(tmp_path, ("fulfilled", "fulfilled"))
    assert report["products"]["changed"] == 1
    assert (Order.objects.get().status, Parcel.objects.count(), len(vault())) == (Status.DELIVERED, 0, len(before))


def test_all_of_it_changes_nothing_the_second_time_and_is_taken_back(tmp_path: Path) -> None:
    cells = {"Fulfillment Status": "partial", "Payment Reference": "c25012345.1"}
    before = vault()
    ref = shopify(tmp_path, ("fulfilled", "pending"), **cells)["ref"]
    rows = (Payment.objects.get().pk, Parcel.objects.get().pk)
    again = shopify(tmp_path, ("fulfilled", "pending"), **cells)
    assert (again["products"]["unchanged"], again["ref"]) == (1, "")
    assert (Payment.objects.get().pk, Parcel.objects.get().pk) == rows
    runs.undo_by_command(ref)
    assert not any(model.objects.exists() for model in (Order, Payment, Parcel))
    assert vault() == before


def test_who_ordered_sees_it_as_it_stood(tmp_path: Path) -> None:
    shopify(tmp_path, **PENDING)
    shown = opening.shown.of(Order.objects.get())
    assert (shown.status_words, shown.was_unpaid_there) == ("Waiting for payment", True)
    assert gate.persons_at(ADA.email)
