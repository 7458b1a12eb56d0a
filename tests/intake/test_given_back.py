"""A part of the money that went back in the earlier shop stays known, and nobody here can give back the rest of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import ADA
from tests.intake.exports import SHOPIFY_ORDERS, WIX_ORDERS, bring, ordered_at_shopify, ordered_at_wix, sheet
from tests.intake.looks import person
from tests.intake.test_orders import NOW
from tests.orders.buying import works_at_the_desk
from troth.channels.models import Message
from troth.intake import runs
from troth.intake.marks import mark
from troth.intake.models import Taken
from troth.orders import cancel, history, refunded, refunds
from troth.orders.errors import TooMuch
from troth.orders.invoices import due
from troth.orders.lists import money
from troth.orders.lists.figures import figures
from troth.orders.lists.filter import Filter
from troth.orders.lists.money import MoneyState
from troth.orders.models import Invoice, Order, Payment, Refund
from troth.orders.models.refund import Why
from troth.orders.shelves import Shelf
from troth.orders.states import Status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOW, tick=True):
        yield


def brought(place: Path, back: str = "5.00", **cells: str) -> dict[str, Any]:
    told = {"Financial Status": "partially_refunded", "Refunded Amount": back} | cells
    return bring(place, sheet(SHOPIFY_ORDERS, *ordered_at_shopify(ADA, **told)))


def states(*wanted: MoneyState) -> list[bool]:
    return [Order.objects.filter(money.is_so(state)).exists() for state in wanted]


def test_the_order_keeps_what_was_paid_and_what_went_back(tmp_path: Path) -> None:
    report = brought(tmp_path)
    order = Order.objects.get()
    assert (order.status, order.total) == (Status.DELIVERED, 2840)
    assert not any(each["weight"] == "changed" for each in report["findings"])
    (back,) = refunded.of_order(order.number)
    assert (back.amount.text, back.why_words) == ("$5.00", "Given back in the earlier shop")
    assert f"{back.decided_at:%Y-%m-%d}" == "2026-03-04"  # the latest day the file knows of
    assert [event.what for event in order.events.all()][-2:] == ["part_refunded", "taken_over"]


def test_the_list_and_the_figures_know_it(tmp_path: Path) -> None:
    brought(tmp_path)
    assert states(MoneyState.PART_BACK, MoneyState.PAID, MoneyState.ALL_BACK) == [True, False, False]
    (row,) = figures(Filter(Shelf.ALL), works_at_the_desk())
    assert row.back.amount == 500


def test_an_order_of_which_nothing_went_back_has_no_payment(tmp_path: Path) -> None:
    brought(tmp_path, "0.00", **{"Financial Status": "paid"})
    assert not Payment.objects.exists()
    assert states(MoneyState.PAID, MoneyState.PART_BACK) == [True, False]


def test_nobody_here_can_give_back_the_rest(tmp_path: Path) -> None:
    brought(tmp_path, **{"Fulfillment Status": "unfulfilled"})
    order, actor = Order.objects.get(), works_at_the_desk(501, "order_desk", "customer_service")
    assert refunded.left_of(order).amount == 0
    with pytest.raises(TooMuch):
        refunds.give(order.number, 100, Why.GOODWILL, actor=actor)
    cancel.cancel(order.number, actor)
    assert Refund.objects.count() == 1
    # The control: any other provider's money would be promised back.
    Payment.objects.update(provider="practice")
    assert refunded.left_of(order).amount == 2340


def test_it_makes_no_invoice_no_credit_note_and_no_mail(tmp_path: Path) -> None:
    brought(tmp_path)
    assert due.make() == 0
    assert not Invoice.objects.exists()
    assert not Message.objects.exists()


def test_all_of_it_back_is_refunded_whatever_the_file_calls_it(tmp_path: Path) -> None:
    report = brought(tmp_path, "30.00")
    assert Order.objects.get().status == Status.REFUNDED
    assert not Payment.objects.exists()
    assert any("More was refunded" in each["words"] for each in report["findings"])


def test_wix_says_it_too(tmp_path: Path) -> None:
    bring(tmp_path, sheet(WIX_ORDERS, ordered_at_wix(ADA, **{"Refunded amount": "4.00"})))
    (back,) = refunded.of_order(Order.objects.get().number)
    assert back.amount.amount == 400


def test_a_second_import_changes_nothing_a_larger_refund_is_taken_over_and_all_can_be_taken_back(
    tmp_path: Path,
) -> None:
    ref = brought(tmp_path)["ref"]
    assert brought(tmp_path)["products"]["unchanged"] == 1
    assert brought(tmp_path, "7.50")["products"]["changed"] == 1
    assert [refund.amount for refund in Refund.objects.all()] == [750]
    runs.undo_by_command(ref)
    assert not Order.objects.exists()
    assert not Payment.objects.exists()


def test_marks_of_orders_brought_in_before_still_hold() -> None:
    assert mark({"number": "1", "given_back": 0}) == mark({"number": "1"})
    assert mark({"number": "1", "given_back": 5}) != mark({"number": "1"})


def test_the_buyer_sees_it(tmp_path: Path) -> None:
    brought(tmp_path)
    (order,) = history.of(person(ADA))
    page = history.for_person(order.number, person(ADA))
    assert page is not None
    assert [each.amount.amount for each in page.refunds] == [500]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(min_value=0, max_value=4000))
def test_whatever_went_back_is_known_to_the_cent(tmp_path: Path, cents: int) -> None:
    Order.objects.all().delete()
    Taken.objects.all().delete()
    brought(tmp_path, f"{cents / 100:.2f}", Name=f"#{cents}")
    order = Order.objects.get()
    known = sum(refund.amount for refund in Refund.objects.all())
    assert (order.total if order.status == Status.REFUNDED else known) == min(cents, order.total)


@pytest.mark.parametrize("amount", ["", "0.00"])
def test_a_part_whose_amount_the_file_does_not_say_is_named_and_not_guessed(tmp_path: Path, amount: str) -> None:
    cells = {"Financial Status": "partially_refunded", "Refunded Amount": amount}
    report = bring(tmp_path, sheet(SHOPIFY_ORDERS, *ordered_at_shopify(ADA, **cells)))
    named = [each["row"] for each in report["findings"] if "how much, the file does not say" in each["words"]]
    assert named == [2]
    assert not Payment.objects.filter(given_back__gt=0).exists()
