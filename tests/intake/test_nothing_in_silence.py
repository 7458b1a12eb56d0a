"""Whatever a file says in a column that is read comes in, or is named in the report by row and column."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cast import ADA, BEN
from tests.intake.exports import SHOPIFY_CUSTOMERS, SHOPIFY_ORDERS, WIX_CONTACTS, bring, in_shopify, in_wix, sheet
from tests.intake.exports import ordered_at_shopify as ordered
from troth.catalog.importing.reading import Row, Table
from troth.intake import naming, order_known, order_reading
from troth.intake.report import IntakeReport
from troth.orders.models import Order


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(datetime(2026, 11, 22, 12, tzinfo=UTC)):
        yield


def named(report: dict[str, Any]) -> set[tuple[int, str]]:
    return {(each["row"], each["column"]) for each in report["findings"] if each["weight"] in ("changed", "lost")}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"Email": "ada at example"}, "Email"),
        ({"Shipping Phone": "call me"}, "Shipping Phone"),
        ({"Billing Phone": "'+49 30 901820"}, "Billing Phone"),
        ({"Fulfilled at": "last week"}, "Fulfilled at"),
        ({"Lineitem name": "", "Lineitem sku": ""}, ""),
    ],
)
def test_what_an_order_says_and_cannot_be_kept_is_named(tmp_path: Path, cells: dict[str, str], column: str) -> None:
    report = bring(tmp_path, sheet(SHOPIFY_ORDERS, *ordered(ADA, **cells)))
    assert Order.objects.exists()
    assert (2, column) in named(report)


@pytest.mark.django_db
def test_an_order_of_too_many_lines_is_not_cut_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_reading, "MOST_LINES", 1)
    report = bring(tmp_path, sheet(SHOPIFY_ORDERS, *ordered(ADA)))
    assert not Order.objects.exists()
    assert report["rows"] == {"read": 2, "imported": 0, "lost": 2}


@pytest.mark.django_db
def test_a_word_about_news_nobody_knows_is_named_and_those_that_say_nothing_are_not(tmp_path: Path) -> None:
    wix = [
        in_wix(ADA, **{"Email subscriber status": "Paused"}),
        in_wix(BEN, **{"Email subscriber status": "Never subscribed"}),
    ]
    assert named(bring(tmp_path, sheet(WIX_CONTACTS, *wix))) == {(2, "Email subscriber status")}
    shopify = in_shopify(ADA, **{"Accepts SMS Marketing": "perhaps", "Accepts Email Marketing": "no"})
    assert named(bring(tmp_path, sheet(SHOPIFY_CUSTOMERS, shopify))) == {(2, "Accepts SMS Marketing")}


READ = ("Email", "Paid at", "Fulfilled at", "Shipping Phone", "Billing Phone", "Refunded Amount")
SAID = st.sampled_from(
    ["", "x", "ada@example.com", "+1 617 555 0143", "+49 30 901820", "2026-03-05", "3.00", "1e9", "-"]
)


@settings(max_examples=150, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(READ, SAID)))
def test_each_cell_is_kept_or_named(told: dict[str, str]) -> None:
    first, second = ordered(ADA, **told)
    places = {name: place for place, name in enumerate(SHOPIFY_ORDERS)}
    rows = [
        Row(number, tuple(row.get(name, "") for name in SHOPIFY_ORDERS), places)
        for number, row in ((2, first), (3, second))
    ]
    report = IntakeReport("x.csv", dry_run=True)
    layout = order_known.layout_of(SHOPIFY_ORDERS)
    assert layout is not None
    second_says = told["Email"] and second["Email"] != told["Email"]  # the second row names the buyer, too
    found = order_reading.orders(Table(tuple(SHOPIFY_ORDERS), tuple(rows)), layout, report)
    columns = {each.column for each in report.findings}
    if not found:
        assert columns & {"Refunded Amount"}
        return
    (order,) = found
    kept = {
        "Email": order.email,
        "Paid at": order.paid_at,
        "Fulfilled at": order.sent_at,
        "Refunded Amount": order.given_back or order.status == "refunded",
    }
    for name, value in kept.items():
        assert told[name] in ("", "free") or value or name in columns or second_says, name
    phones = [told["Shipping Phone"], told["Billing Phone"]]
    for name, cell in zip(("Shipping Phone", "Billing Phone"), phones, strict=True):
        assert (
            not cell
            or name in columns
            or "".join(filter(str.isdigit, cell)) in "".join(filter(str.isdigit, order.telephone))
        )


NAMED = ("order_delivery.locality", "order_contact.telephone", "order_contact.email", "order_billing.tax_id")


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(NAMED),
    st.tuples(st.sampled_from(["", "Quincy", "+1 617 555 0188", "a@example.com", "4242424242424242"]), SAID),
    st.booleans(),
)
def test_each_cell_of_a_column_named_by_hand_is_kept_or_named(field: str, cells: tuple[str, str], bare: bool) -> None:
    first, second = ordered(ADA)
    own = {"Shipping City", "Shipping Phone", "Billing Phone", "Email"} if bare else set()
    told = [{name: text for name, text in row.items() if name not in own} for row in (first, second)]
    columns = (*SHOPIFY_ORDERS, "Zusatz")
    places = {name: place for place, name in enumerate(columns)}
    rows = tuple(
        Row(number, tuple((row | {"Zusatz": cell}).get(name, "") for name in columns), places)
        for number, row, cell in zip((2, 3), told, cells, strict=True)
    )
    report, layout = IntakeReport("x.csv", dry_run=True), order_known.layout_of(columns)
    assert layout is not None
    (order,) = order_reading.orders(Table(columns, rows), layout, report, naming.Said({"Zusatz": field}))
    kept = {
        "order_delivery.locality": order.delivery.get("locality", ""),
        "order_contact.telephone": order.telephone,
        "order_contact.email": order.email,
        "order_billing.tax_id": order.billing.get("tax_id", ""),
    }[field]
    named = {each.row for each in report.findings if each.column == "Zusatz"}
    for number, cell in zip((2, 3), cells, strict=True):
        assert not cell or number in named or bare_of(cell) in bare_of(kept)


def bare_of(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
