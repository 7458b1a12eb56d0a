"""A past order shows what it cost as its file says it, adds up, and where the file doesn't, says so. No figure counts it twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.cast import ADA, BEN
from tests.intake.exports import (
    SHOPIFY_ORDERS,
    WIX_ITEMS,
    WIX_ORDERS,
    bring,
    ordered_at_shopify,
    ordered_at_wix,
    sheet,
    wix_item,
)
from tests.intake.test_orders import NOW
from tests.orders.buying import tube
from tests.orders.sold import sold
from troth.orders.invoices import due
from troth.orders.models import Invoice, Order, OrderDiscount, OrderTax
from troth.orders.prices import order_costs
from troth.orders.reports import books, deals, goods_told, sales, taxes
from troth.orders.reports.span import Span, Step

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
MARCH = Span(date(2026, 3, 1), date(2026, 3, 31), Step.MONTH)
TAXES = [*(f"Tax {place} {what}" for place in range(1, 6) for what in ("Name", "Value")), "Lineitem discount", "Duties"]
WHOLE = [*SHOPIFY_ORDERS, *TAXES]


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


def shown() -> list[tuple[str, str]]:
    """What stands between goods and total, and what is said to be contained in it."""
    told = order_costs.of(Order.objects.get())
    lines = [(str(line.words), line.amount) for line in told.lines]
    return [("Goods", told.goods.text), *lines, ("Total", told.total.text)]


def named(report: dict[str, Any]) -> set[str]:
    return {each["column"] for each in report["findings"] if each["weight"] != "noted"}


def test_discount_shipping_and_tax_stand_on_the_order_as_in_the_file(tmp_path: Path) -> None:
    report = bring(tmp_path, sheet(SHOPIFY_ORDERS, *ordered_at_shopify(ADA)))
    assert shown() == [
        ("Goods", "$25.00"),
        ("Discount", "−$3.00"),
        ("Shipping", "$4.90"),
        ("Tax", "$1.50"),
        ("Total", "$28.40"),
    ]
    assert named(report) == set()


def test_taxes_are_shown_by_their_names_there(tmp_path: Path) -> None:
    told = {
        "Tax 1 Name": "MA State Tax 6.25%",
        "Tax 1 Value": "1.25",
        "Tax 2 Name": "City (0.5%)",
        "Tax 2 Value": "0.25",
    }
    bring(tmp_path, sheet(WHOLE, *ordered_at_shopify(ADA, **told)))
    assert shown()[3:5] == [("MA State Tax 6.25%", "$1.25"), ("City 0.5%", "$0.25")]


def test_a_tax_in_the_prices_is_said_to_be_contained(tmp_path: Path) -> None:
    told = {"Taxes": "3.50", "Total": "26.90", "Tax 1 Name": "VAT 19%", "Tax 1 Value": "3.50"}
    bring(tmp_path, sheet(WHOLE, *ordered_at_shopify(ADA, **told)))
    assert ("Contains VAT 19%", "$3.50") in shown()


@pytest.mark.parametrize("name", ["ada@example.com", "Tax of +1 617 555 0143", "4111 1111 1111 1111"])
def test_the_name_of_a_tax_brings_nothing_about_anybody(tmp_path: Path, name: str) -> None:
    report = bring(tmp_path, sheet(WHOLE, *ordered_at_shopify(ADA, **{"Tax 1 Name": name, "Tax 1 Value": "1.50"})))
    assert OrderTax.objects.get().name == ""
    assert ("Tax", "$1.50") in shown()
    assert "Tax 1 Name" in named(report)


def test_taxes_by_name_that_are_not_their_sum_are_named_and_the_sum_counts(tmp_path: Path) -> None:
    told = {"Tax 1 Name": "MA State Tax 6.25%", "Tax 1 Value": "1.25"}
    report = bring(tmp_path, sheet(WHOLE, *ordered_at_shopify(ADA, **told)))
    assert ("Tax", "$1.50") in shown()
    assert "Tax 1 Name" in named(report)


def test_what_was_taken_off_single_lines_is_taken_off(tmp_path: Path) -> None:
    told = ordered_at_wix(BEN, Total="22.75")
    first = wix_item(told, "Funnel", "1", "12.00") | {"Item discount amount": "1.50"}
    report = bring(tmp_path, sheet(WIX_ITEMS, first, wix_item(told, "Flask", "2", "4.00")))
    assert ("Discount", "−$3.50") in shown()
    assert named(report) == set()


def test_fees_stand_by_themselves_and_not_in_the_shipping(tmp_path: Path) -> None:
    report = bring(tmp_path, sheet(WIX_ORDERS, ordered_at_wix(BEN, **{"Additional fees": "1.00", "Total": "25.25"})))
    order = Order.objects.get()
    assert (order.shipping, order.lines.get(title="Other charges").price) == (500, 100)
    assert named(report) == set()


def test_an_order_whose_amounts_fall_short_says_by_how_much(tmp_path: Path) -> None:
    report = bring(tmp_path, sheet(SHOPIFY_ORDERS, *ordered_at_shopify(ADA, Total="27.90")))
    assert shown()[1:3] == [("Discount", "−$3.00"), ("Not explained by the earlier shop", "−$0.50")]
    assert shown()[-1] == ("Total", "$27.90")
    assert "Total" in named(report)


def test_a_subtotal_that_is_not_its_lines_is_named(tmp_path: Path) -> None:
    assert named(bring(tmp_path, sheet(SHOPIFY_ORDERS, *ordered_at_shopify(ADA, Subtotal="21.00")))) == {"Subtotal"}


def test_an_order_that_came_before_taxes_had_names_is_filled_by_the_same_file_and_then_stays(tmp_path: Path) -> None:
    told = {"Tax 1 Name": "VAT 19%", "Tax 1 Value": "1.50"}
    bring(tmp_path, sheet(SHOPIFY_ORDERS, *ordered_at_shopify(ADA)))
    file = sheet(WHOLE, *ordered_at_shopify(ADA, **told))
    assert bring(tmp_path, file)["products"]["changed"] == 1
    assert bring(tmp_path, file)["products"]["unchanged"] == 1
    assert OrderTax.objects.count() == 1


def test_what_does_not_add_up_is_not_written_twice(tmp_path: Path) -> None:
    for total in ("27.90", "27.80"):
        bring(tmp_path, sheet(SHOPIFY_ORDERS, *ordered_at_shopify(ADA, Total=total)))
    assert [each.amount for each in OrderDiscount.objects.all()] == [60]


def test_the_books_tell_an_earlier_shops_orders_and_taxes_once_and_beside_our_own(tmp_path: Path) -> None:
    told = {"Tax 1 Name": "Sales tax 6.25%", "Tax 1 Value": "1.50"}
    bring(tmp_path, sheet(WHOLE, *ordered_at_shopify(ADA, **told)))
    ours = sold(date(2026, 3, 5), (tube(), 1), tax=63)
    OrderTax.objects.create(order=ours, name="Sales tax", rate=6250, base=1000, amount=63, included=False)

    found = books.books(MARCH, "USD")
    assert (found.whole.orders, found.whole.tax, found.whole.discount) == (2, 213, 300)
    assert [(each.name, each.orders, each.amount, each.earlier) for each in found.taxes] == [
        ("", 1, 150, True),
        ("Sales tax", 1, 63, False),
    ]
    assert sum(each.amount for each in found.taxes) == found.whole.tax
    assert found.earlier == (1, 2840)
    assert taxes.orders(MARCH, "USD") == 2
    assert goods_told.by_tax(MARCH, "USD").rows == (), "two orders tell too much about one buyer"


def test_no_invoice_is_made_of_an_earlier_shops_order_and_no_offer_of_its_discounts(tmp_path: Path) -> None:
    bring(tmp_path, sheet(SHOPIFY_ORDERS, *ordered_at_shopify(ADA, Total="27.90", **{"Payment Reference": "pi_12345"})))
    assert due.make() == 0
    assert not Invoice.objects.exists()
    assert deals.deals(MARCH, "USD") == ()
    assert deals.orders(MARCH, "USD") == 0
    assert sales.altogether(sales.sales(MARCH, "USD")).total == 2790


def test_the_report_says_what_all_orders_come_to(tmp_path: Path) -> None:
    orders = [*ordered_at_shopify(ADA), *ordered_at_shopify(BEN, "#1002", Taxes="3.50", Total="26.90")]
    for dry_run in (True, False):
        report = bring(tmp_path, sheet(SHOPIFY_ORDERS, *orders), dry_run=dry_run)
        told = {"currency": "USD", "orders": 2, "goods": "$50.00", "discount": "$6.00", "shipping": "$9.80"}
        assert report["sums"] == [told | {"tax": "$5.00", "total": "$55.30"}]
