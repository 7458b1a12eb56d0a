"""The carrier's number and the provider's reference come with an order, where they are that; nobody is asked about either."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.cast import ADA, BEN
from tests.intake.as_it_was import PENDING, a_year_of_tasks, named, shopify
from tests.intake.exports import (
    SHOPIFY_ORDERS,
    WIX_ITEMS,
    bring,
    ordered_at_shopify,
    ordered_at_wix,
    sheet,
    wix_item,
)
from tests.intake.test_orders import NOW
from tests.orders.buying import works_at_the_desk
from troth.channels.models import Message
from troth.orders import feedback, opening, quality
from troth.orders.errors import NotPossible
from troth.orders.invoices import issue
from troth.orders.models import Invoice, Order, Parcel, Payment
from troth.orders.models.parcel import Way

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


def wix(place: Path, **cells: str) -> dict[str, Any]:
    told = ordered_at_wix(BEN, **{"Tracking number": "1Z999AA10123456784"} | cells)
    columns = [*WIX_ITEMS, "Fulfillment service"]
    return bring(place, sheet(columns, wix_item(told, "Funnel", "1", "20.00")))


def test_a_tracking_number_is_kept_and_nobody_is_asked_about_it(tmp_path: Path) -> None:
    report = wix(tmp_path, **{"Fulfillment service": "UPS Ground"})
    parcel = Parcel.objects.get()
    assert (parcel.carrier, parcel.tracking, parcel.way) == ("ups", "1Z999AA10123456784", Way.DELIVERED)
    assert named(report) == set()
    a_year_of_tasks()
    assert not Message.objects.exists()
    assert parcel.look_at is None


def test_nor_is_the_buyer_asked_how_it_came_if_the_desk_says_so_now(tmp_path: Path) -> None:
    wix(tmp_path, **{"Fulfillment service": "UPS Ground"})
    Parcel.objects.update(delivered_at=NOW - timedelta(days=3))
    assert feedback.ask_due() == 0
    Parcel.objects.update(asked_how_at=None)  # the control
    assert feedback.ask_due() == 1


def test_how_well_a_carrier_delivers_is_not_judged_by_them(tmp_path: Path) -> None:
    for number in range(12):
        wix(tmp_path, **{"Order number": str(number), "Fulfillment service": "UPS"})
    Parcel.objects.update(shipped_at=NOW - timedelta(days=3))
    days = ((NOW - timedelta(days=9)).date(), NOW.date())
    assert {each.parcels for each in quality.report(*days)} == {0}
    Order.objects.update(origin="web")
    assert 12 in {each.parcels for each in quality.report(*days)}


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({"Fulfillment service": "DHL"}, {"Fulfillment service"}),
        ({"Tracking number": "1Z999AA1, 1Z999AA2"}, {"Tracking number"}),
        ({"Tracking number": "4242 4242 4242 4242"}, {"Tracking number"}),
        ({"Tracking number": "ring twice"}, {"Tracking number"}),
        (
            {"Fulfillment status": "Not Fulfilled", "Fulfillment service": "UPS"},
            {"Tracking number", "Fulfillment service"},
        ),
        ({"Fulfillment status": "Partially Fulfilled"}, {"Tracking number", ""}),
        ({"Tracking number": "", "Fulfillment service": "UPS"}, {"Fulfillment service"}),
    ],
    ids=lambda told: ", ".join(sorted(told)),
)
def test_what_of_it_cannot_be_kept_is_named(tmp_path: Path, cells: dict[str, str], columns: set[str]) -> None:
    report = wix(tmp_path, **cells)
    assert Order.objects.exists()
    assert {column for _row, column in named(report)} == columns


# -- the provider's reference


def test_the_reference_of_a_payment_is_kept_and_its_money_stays_where_it_is(tmp_path: Path) -> None:
    report = shopify(tmp_path, **{"Payment Reference": "c25012345.1"})
    payment = Payment.objects.get()
    assert (payment.provider, payment.charge, payment.amount) == ("earlier shop", "c25012345.1", 2840)
    assert "Payment Reference" not in {each["column"] for each in report["left_behind"]}
    opened = opening.open(payment.order.number, works_at_the_desk(501, "customer_service"))
    assert opened is not None
    assert (opened.can_give_back, opened.left.amount, opened.order.paid_there) == (False, 0, "c25012345.1")


def test_no_invoice_is_made_of_money_that_never_came_here(tmp_path: Path) -> None:
    shopify(tmp_path, **{"Payment Reference": "c25012345.1"})
    with pytest.raises(NotPossible):
        issue.invoice(Order.objects.get().pk)
    assert not Invoice.objects.exists()


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"Payment Reference": "4242 4242 4242 4242"}, "Payment Reference"),
        ({"Payment Reference": "4242424242424242"}, "Payment Reference"),
        ({"Payment Reference": "ada@example.com"}, "Payment Reference"),
        ({"Payment Reference": "see the letter"}, "Payment Reference"),
        ({"Payment Reference": "c25012345.1", "Payment ID": "rX9"}, "Payment ID"),
        ({"Payment Reference": "c25012345.1", **PENDING}, "Payment Reference"),
    ],
    ids=str,
)
def test_what_is_no_reference_of_a_payment_is_named_and_left(
    tmp_path: Path, cells: dict[str, str], column: str
) -> None:
    report = shopify(tmp_path, **cells)
    assert column in {column for _row, column in named(report)}
    assert not Payment.objects.filter(charge=cells[column]).exists()


def test_a_cancelled_order_that_was_paid_keeps_its_buyer_and_one_that_was_not_does_not(tmp_path: Path) -> None:
    cancelled = {"Cancelled at": "2026-03-03 10:00:00 +0000", "Fulfillment Status": "", "Fulfilled at": ""}
    paid = ordered_at_shopify(ADA, **cancelled)
    never = ordered_at_shopify(BEN, "#1002", **cancelled | {"Financial Status": "voided", "Paid at": ""})
    bring(tmp_path, sheet(SHOPIFY_ORDERS, *paid, *never))
    a_year_of_tasks()
    shown = {order.reference: opening.shown.of(order).was_paid_there for order in Order.objects.all()}
    assert shown == {"#1001": True, "#1002": False}
    told = {order.reference: order.emptied_at is not None for order in Order.objects.all()}
    assert told == {"#1001": False, "#1002": True}
