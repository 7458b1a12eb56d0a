"""Past orders come in with lines, amounts and dates; nobody is written to, and no stock moves."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.cast import ADA, BEN
from tests.intake.exports import (
    SHOPIFY_CUSTOMERS,
    SHOPIFY_ORDERS,
    WIX_ITEMS,
    WIX_ORDERS,
    bring,
    in_shopify,
    ordered_at_shopify,
    ordered_at_wix,
    sheet,
    wix_item,
)
from tests.intake.looks import person, vault
from tests.orders.buying import tube
from troth import gate
from troth.channels.models import Message
from troth.orders import expire, history, sweep
from troth.orders.models import Order, Payment, Placing
from troth.orders.models.order import Origin
from troth.orders.states import Status
from troth.vault.models import Key, Record

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOW, tick=True):
        yield


def shopify(place: Path, *cells: dict[str, str], **more: str) -> dict[str, Any]:
    return bring(place, sheet(SHOPIFY_ORDERS, *(cells or ordered_at_shopify(ADA, **more))))


def test_an_order_of_shopify_comes_with_everything_the_books_need(tmp_path: Path) -> None:
    report = shopify(tmp_path)

    order = Order.objects.get()
    assert report["products"]["new"] == 1
    assert (order.reference, order.origin, order.status) == ("#1001", Origin.IMPORT, Status.DELIVERED)
    assert order.number.startswith("T-")
    assert (order.goods, order.discount, order.shipping, order.tax, order.total) == (2500, 300, 490, 150, 2840)
    assert [(line.title, line.quantity, line.price) for line in order.lines.all()] == [
        ("Tube - large", 2, 1000),
        ("Cap", 1, 500),
    ]
    assert order.placed_at == datetime(2026, 3, 2, 15, 14, tzinfo=UTC)
    assert [event.what for event in order.events.all()] == ["placed", "paid", "shipped", "taken_over"]


def test_contact_and_addresses_lie_under_the_keys_of_the_orders_own_year(tmp_path: Path) -> None:
    shopify(tmp_path, **{"Created at": "2025-12-31 10:00:00 +0000"})

    order = Order.objects.get()
    opened = gate.use(
        order.whose, ["order_contact", "order_delivery"], purpose="take_over", actor=gate.system("take_over")
    )
    assert opened.first("order_contact")["telephone"].reveal() == "+1 617-555-0143"
    assert opened.first("order_delivery")["postcode"].reveal() == "02118"
    until = {key.retention: (key.period, key.keep_until.year) for key in Key.objects.filter(person=None)}
    assert until == {"order": ("2025", 2028), "statutory": ("2025", 2033)}
    assert gate.standing(person(ADA)).last_purchase == datetime(2025, 12, 31).date()
    assert [each.number for each in history.of(person(ADA))] == [order.number]


def test_no_mail_no_stock_no_payment_and_nothing_half_done(tmp_path: Path) -> None:
    variant = tube(stock=10)
    shopify(
        tmp_path, *ordered_at_shopify(ADA), *ordered_at_shopify(BEN, "#1002", **{"Fulfillment Status": "unfulfilled"})
    )

    variant.refresh_from_db()
    assert variant.stock == 10
    assert not Message.objects.exists()
    assert not Payment.objects.exists()
    assert not Placing.objects.exists()
    expire.expire()
    sweep.sweep()
    assert set(Order.objects.values_list("status", flat=True)) == {Status.DELIVERED, Status.PAID}


def test_a_variant_is_named_only_where_nothing_can_give_its_stock_back(tmp_path: Path) -> None:
    variant = tube()
    shopify(tmp_path, *ordered_at_shopify(ADA), *ordered_at_shopify(BEN, "#1002", **{"Fulfillment Status": ""}))
    done, open_ = Order.objects.order_by("reference")
    assert done.lines.first().variant_id == variant.pk
    assert open_.lines.first().variant_id is None


def test_what_outlived_the_orders_retention_keeps_only_what_the_books_need(tmp_path: Path) -> None:
    report = shopify(tmp_path, **{"Created at": "2022-05-01 10:00:00 +0000"})

    assert report["kept_for_the_books_only"] == 1
    assert {record.kind for record in Record.objects.all()} == {"order_billing"}
    assert gate.persons_at(ADA.email) == []


def test_what_outlived_the_books_stays_outside(tmp_path: Path) -> None:
    report = shopify(tmp_path, **{"Created at": "2016-05-01 10:00:00 +0000"})

    assert report["products"]["expired"] == 1
    assert report["rows"]["lost"] == 0
    assert not Order.objects.exists()
    assert vault() == []


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"Financial Status": "refunded"}, Status.REFUNDED),
        ({"Cancelled at": "2026-03-03 10:00:00 +0000"}, Status.CANCELLED),
        ({"Financial Status": "voided"}, Status.CANCELLED),
        ({"Fulfillment Status": "unfulfilled"}, Status.PAID),
        ({"Financial Status": "pending"}, Status.DELIVERED),
        ({"Financial Status": "pending", "Fulfillment Status": "unfulfilled"}, Status.PLACED),
        ({"Financial Status": "partially_paid", "Fulfillment Status": ""}, Status.PLACED),
        ({"Financial Status": "authorized", "Fulfillment Status": "partial"}, Status.PART_SHIPPED),
        ({"Fulfillment Status": "partial"}, Status.PART_SHIPPED),
        ({"Financial Status": "partially_refunded", "Refunded Amount": "5.00"}, Status.DELIVERED),
    ],
)
def test_the_states_of_the_earlier_shop_become_ours(tmp_path: Path, cells: dict[str, str], status: Status) -> None:
    shopify(tmp_path, **cells)
    assert Order.objects.get().status == status


@pytest.mark.parametrize(
    "cells",
    [
        {"Financial Status": "frobbed"},
        {"Created at": "someday"},
        {"Currency": "Taler"},
        {"Lineitem quantity": "-3"},
        {"Total": "=1+1"},
    ],
    ids=lambda cells: " ".join(cells),
)
def test_what_cannot_be_taken_over_is_named_with_all_its_rows(tmp_path: Path, cells: dict[str, str]) -> None:
    report = shopify(tmp_path, **cells)

    assert report["rows"] == {"read": 2, "imported": 0, "lost": 2}
    assert {each["row"] for each in report["findings"] if each["weight"] == "lost"} == {2, 3}
    assert not Order.objects.exists()
    assert vault() == []


def test_taxes_contained_in_the_prices_are_kept_as_such(tmp_path: Path) -> None:
    shopify(tmp_path, Taxes="3.50", Total="26.90", Currency="EUR")
    order = Order.objects.get()
    assert (order.tax, order.tax_included, order.total) == (0, 350, 2690)


def test_charges_without_a_line_get_one_and_are_named(tmp_path: Path) -> None:
    report = shopify(tmp_path, Total="33.40")
    order = Order.objects.get()
    assert order.total == 3340
    assert order.lines.get(title="Other charges").price == 500
    assert any(each["column"] == "Total" for each in report["findings"])


def test_orders_find_the_customer_who_came_with_another_file(tmp_path: Path) -> None:
    bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, in_shopify(ADA)))
    ada = person(ADA)
    shopify(tmp_path, *ordered_at_shopify(ADA), *ordered_at_shopify(ADA, "#1002"))

    assert person(ADA) == ada
    assert len(history.of(ada)) == 2


def test_an_order_is_never_put_to_somebody_with_an_account(tmp_path: Path) -> None:
    from tests.gate.conftest import joins

    account = joins(ADA)
    gate.bind_account(account, 7)
    shopify(tmp_path)
    assert history.of(account) == ()
    assert len(gate.persons_at(ADA.email)) == 2


def test_a_second_import_changes_nothing_and_a_changed_order_is_taken_over(tmp_path: Path) -> None:
    shopify(tmp_path, **{"Fulfillment Status": "unfulfilled"})
    before, number = vault(), Order.objects.get().number

    report = shopify(tmp_path, **{"Fulfillment Status": "unfulfilled"})
    assert report["products"]["unchanged"] == 1
    assert (vault(), report["ref"]) == (before, "")

    report = shopify(tmp_path)
    order = Order.objects.get()
    assert report["products"]["changed"] == 1
    assert (order.number, order.status) == (number, Status.DELIVERED)
    assert order.lines.count() == 2
    assert len(vault()) == len(before)


def test_an_order_that_was_worked_on_here_stays_as_it_is(tmp_path: Path) -> None:
    shopify(tmp_path, **{"Fulfillment Status": "unfulfilled"})
    Order.objects.update(status=Status.PACKED)
    report = shopify(tmp_path)
    assert Order.objects.get().status == Status.PACKED
    assert report["products"]["unchanged"] == 1
    assert any("worked on" in each["words"] for each in report["findings"])


def test_an_order_of_wix_without_items_has_one_line_and_its_items_replace_it(tmp_path: Path) -> None:
    told = ordered_at_wix(BEN)
    bring(tmp_path, sheet(WIX_ORDERS, told))
    order = Order.objects.get()
    assert (order.goods, order.discount, order.total) == (2000, 200, 2425)
    assert order.placed_at == datetime(2026, 3, 2, 10, 14, tzinfo=UTC)

    items = sheet(WIX_ITEMS, wix_item(told, "Funnel", "1", "12.00"), wix_item(told, "Flask", "2", "4.00"))
    assert bring(tmp_path, items)["products"]["changed"] == 1
    assert bring(tmp_path, items)["products"]["unchanged"] == 1
    assert bring(tmp_path, sheet(WIX_ORDERS, told))["products"]["unchanged"] == 1
    assert [(line.title, line.quantity) for line in Order.objects.get().lines.all()] == [("Funnel", 1), ("Flask", 2)]


def test_a_dry_run_of_orders_does_nothing(tmp_path: Path) -> None:
    report = bring(tmp_path, sheet(SHOPIFY_ORDERS, *ordered_at_shopify(ADA)), dry_run=True)
    assert report["products"]["new"] == 1
    assert not Order.objects.exists()
    assert vault() == []


def test_notes_and_other_columns_are_named_and_left(tmp_path: Path) -> None:
    report = shopify(tmp_path)
    assert {"Notes", "Id"} <= {each["column"] for each in report["left_behind"]}
