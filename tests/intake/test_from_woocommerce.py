"""WooCommerce's customers and orders, as its export plug-ins write them, with what is awkward in them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.cast import ADA, BEN, CHIARA
from tests.intake import woo
from tests.intake.exports import saved, sheet
from tests.intake.looks import noted, own, person, said, vault, word
from troth import gate
from troth.catalog.importing import NotImportable
from troth.intake import runs
from troth.orders import history
from troth.orders.models import Order, Payment
from troth.orders.states import Status

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOW, tick=True):
        yield


def bring(place: Path, content: bytes, **more: Any) -> dict[str, Any]:
    return runs.by_command(saved(place, content), **{"dry_run": False, "currency": "EUR", **more})


def sums(order: Order) -> tuple[int, ...]:
    return order.goods, order.discount, order.shipping, order.tax, order.total


def lines(order: Order) -> list[tuple[str, str, int, int]]:
    return [(line.title, line.sku, line.quantity, line.total) for line in order.lines.order_by("pk")]


def told(report: dict[str, Any]) -> str:
    return " ".join(each["words"] for each in report["findings"])


FILES = {
    "titles": sheet(woo.TITLED, *woo.titled(ADA)),
    "names": sheet(woo.NAMED, woo.named(ADA, line_item_2="name:Cap|sku:CAP|quantity:1|sub_total:5.00")),
    "a row an item": sheet(woo.BY_ITEM, *woo.by_item(ADA)),
}


@pytest.mark.parametrize("shape", FILES)
def test_an_order_comes_with_all_the_books_and_the_desk_need(tmp_path: Path, shape: str) -> None:
    report = bring(tmp_path, FILES[shape])
    order = Order.objects.get()
    assert (report["layout"], report["products"]["new"], report["rows"]["lost"]) == ("WooCommerce orders", 1, 0)
    assert (order.reference, order.currency, order.status) == ("5001", "EUR", Status.DELIVERED)
    assert sums(order) == (2500, 300, 490, 150, 2840)
    assert lines(order) == [("Tube, large", "TUBE", 2, 2000), ("Cap", "CAP", 1, 500)]
    assert order.placed_at == datetime(2026, 3, 2, 10, 14, tzinfo=UTC)
    opened = gate.use(
        order.whose, ["order_contact", "order_delivery"], purpose="take_over", actor=gate.system("take_over")
    )
    assert opened.first("order_contact")["name"].reveal() == ADA.name
    assert opened.first("order_contact")["telephone"].reveal() == "+1 617-555-0143"
    assert opened.first("order_delivery")["postcode"].reveal() == "02118"
    assert history.of(person(ADA))[0].number == order.number
    assert "do not add up" not in told(report)


@pytest.mark.parametrize("shape", FILES)
def test_the_same_file_again_changes_nothing_and_can_be_taken_back(tmp_path: Path, shape: str) -> None:
    first = bring(tmp_path, FILES[shape])
    before = vault()
    again = bring(tmp_path, FILES[shape])
    assert (again["products"]["unchanged"], again["ref"], vault()) == (1, "", before)
    runs.undo_by_command(first["ref"])
    assert (Order.objects.count(), vault()) == (0, [])


@pytest.mark.parametrize(
    ("status", "paid_date", "expected", "unpaid"),
    [
        ("completed", "2026-03-02 10:15", Status.DELIVERED, False),
        ("wc-processing", "2026-03-02 10:15", Status.PAID, False),
        ("on-hold", "", Status.PLACED, True),
        ("Pending payment", "", Status.PLACED, True),
        ("cancelled", "", Status.CANCELLED, True),
        ("cancelled", "2026-03-02 10:15", Status.CANCELLED, False),
        ("failed", "", Status.CANCELLED, True),
        ("refunded", "2026-03-02 10:15", Status.REFUNDED, False),
        ("Abgeschlossen", "2026-03-02 10:15", Status.DELIVERED, False),
        ("In Wartestellung", "", Status.PLACED, True),
        ("Terminée", "", Status.DELIVERED, False),
    ],
)
def test_its_one_word_says_whether_it_was_paid_and_sent(
    tmp_path: Path, status: str, paid_date: str, expected: Status, unpaid: bool
) -> None:
    bring(tmp_path, sheet(woo.NAMED, woo.named(ADA, status=status, paid_date=paid_date, transaction_id="")))
    order = Order.objects.get()
    assert order.status == expected
    if expected is Status.CANCELLED:
        assert Payment.objects.filter(order=order).exists() is not unpaid


@pytest.mark.parametrize(("status", "words"), [("checkout-draft", "never was placed"), ("Frobbed", "do not know")])
def test_what_never_was_an_order_stays_outside_and_is_named(tmp_path: Path, status: str, words: str) -> None:
    report = bring(tmp_path, sheet(woo.NAMED, woo.named(ADA, status=status), woo.named(BEN, "5002")))
    assert [each["row"] for each in report["findings"] if each["weight"] == "lost"] == [2]
    assert words in told(report)
    assert Order.objects.get().reference == "5002", "the control"


def test_items_in_one_cell_may_hold_signs_of_their_own(tmp_path: Path) -> None:
    bring(tmp_path, sheet(woo.NAMED, woo.named(CHIARA)))
    assert lines(Order.objects.get())[1] == ("Cap: with | bar", "CAP", 1, 500)


def test_several_items_in_one_cell_are_told_apart(tmp_path: Path) -> None:
    cell = "id:1|name:Tube; large|sku:TUBE|quantity:2|subtotal:20.00|total:17.60;id:2|name:Cap|sku:CAP|quantity:1|subtotal:5.00"
    row = {name: text for name, text in woo.by_item(ADA)[0].items() if not name.startswith("item_")}
    columns = [name for name in woo.BY_ITEM if not name.startswith("item_")]
    bring(tmp_path, sheet(columns, {**row, "line_items": cell}))
    assert lines(Order.objects.get()) == [("Tube; large", "TUBE", 2, 2000), ("Cap", "CAP", 1, 500)]


def test_items_as_json_are_read_and_rubbish_is_named(tmp_path: Path) -> None:
    items = [{"name": "Tube", "sku": "TUBE", "quantity": 2, "subtotal": 20.0}, {"name": "Cap", "subtotal": "5.00"}]
    good = woo.named(ADA, line_item_1=json.dumps(items), line_item_2="")
    bad = woo.named(BEN, "5002", line_item_1="[{", line_item_2="")
    report = bring(tmp_path, sheet(woo.NAMED, good, bad))
    assert lines(Order.objects.get()) == [("Tube", "TUBE", 2, 2000), ("Cap", "", 1, 500)]
    assert "An item that cannot be read" in told(report)


def test_an_amount_that_does_not_divide_comes_to_the_cent(tmp_path: Path) -> None:
    row = woo.named(
        ADA, line_item_1="name:Tube|quantity:3|sub_total:10.00", line_item_2="", order_total="16.40", discount_total="0"
    )
    report = bring(tmp_path, sheet(woo.NAMED, row))
    order = Order.objects.get()
    assert [(line.quantity, line.price) for line in order.lines.order_by("pk")] == [(2, 333), (1, 334)]
    assert (order.goods, order.total) == (1000, 1640)
    assert "do not add up" not in told(report)


def test_prices_after_the_discount_are_understood_as_such(tmp_path: Path) -> None:
    rows = woo.titled(ADA, **{"Cart Discount Amount": "5", "Order Total Amount": "31.40"})
    report = bring(tmp_path, sheet(woo.TITLED, *rows))
    assert sums(Order.objects.get()) == (2500, 0, 490, 150, 3140)
    assert "do not add up" not in told(report)


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (woo.TITLED, woo.titled(ADA, **{"Order Refund Amount": "-10.00"})),
        (woo.NAMED, [woo.named(ADA, refund_items="amount:6.00|reason:broken|date:2026-03-09;amount:4.00|reason:")]),
        (woo.BY_ITEM, woo.by_item(ADA, refunded_total="10.00")),
    ],
    ids=["titles", "names", "a row an item"],
)
def test_what_was_given_back_in_part_is_kept_as_such(
    tmp_path: Path, columns: list[str], rows: list[dict[str, str]]
) -> None:
    bring(tmp_path, sheet(columns, *rows))
    order = Order.objects.get()
    assert (order.status, order.payments.get().given_back, order.total) == (Status.DELIVERED, 1000, 2840)


def test_a_line_that_was_given_back_whole_is_named(tmp_path: Path) -> None:
    first, second = woo.titled(ADA, **{"Order Refund Amount": "5.00"})
    report = bring(tmp_path, sheet(woo.TITLED, first, second | {"Quantity (- Refund)": "0"}))
    assert "All of this line was given back there" in told(report)
    assert Order.objects.get().total == 2840


def test_a_file_without_a_currency_takes_the_one_that_was_said_and_says_so(tmp_path: Path) -> None:
    report = bring(tmp_path, FILES["titles"], currency="CHF")
    assert Order.objects.get().currency == "CHF"
    assert "read as CHF" in told(report)


def test_without_any_currency_nothing_is_guessed(tmp_path: Path) -> None:
    report = bring(tmp_path, FILES["titles"], currency="")
    assert "does not say its currency" in told(report)
    assert (report["rows"]["lost"], Order.objects.count(), vault()) == (2, 0, [])


def test_where_they_were_and_with_what_is_left_behind_and_named(tmp_path: Path) -> None:
    report = bring(tmp_path, FILES["names"])
    assert {"customer_ip_address", "order_id"} - {each["column"] for each in report["left_behind"]} == {"order_id"}
    assert "192.0.2.7" not in json.dumps(report)


# -- customers


def test_a_customer_comes_with_name_number_address_and_since_when(tmp_path: Path) -> None:
    report = bring(tmp_path, sheet(woo.CUSTOMERS, woo.customer(ADA)))
    assert (report["layout"], report["products"]["new"]) == ("WooCommerce customers", 1)
    assert said(ADA, "name", "name") == ADA.name
    assert said(ADA, "telephone", "telephone") == "+1 617-555-0143"
    assert len(own(ADA, "address").all("address")) == 1, "billing and shipping are the same"
    assert noted(ADA) == {"system": "WooCommerce", "reference": "17", "since": "2024-05-06"}
    assert bring(tmp_path, sheet(woo.CUSTOMERS, woo.customer(ADA)))["products"]["unchanged"] == 1


def test_nobody_becomes_a_subscriber_and_the_hash_of_a_password_is_never_offered(tmp_path: Path) -> None:
    looked = bring(tmp_path, sheet(woo.CUSTOMERS, woo.customer(BEN)), dry_run=True)
    at = looked["columns"].index("user_pass")
    assert at not in looked["open"]
    assert "a password" in told(looked)
    bring(tmp_path, sheet(woo.CUSTOMERS, woo.customer(BEN)))
    assert (word(BEN), noted(BEN).keys() & {"news_by_mail"}) == (None, set())


@pytest.mark.parametrize("roles", ["", "wholesale_customer", "customer, b2b_customer", "subscriber|wcwp_wholesale"])
def test_who_bought_there_under_an_extensions_role_is_a_customer(tmp_path: Path, roles: str) -> None:
    report = bring(tmp_path, sheet(woo.CUSTOMERS, woo.customer(ADA, roles=roles)))
    assert (report["products"]["new"], report["rows"]["lost"]) == (1, 0)


@pytest.mark.parametrize(
    "roles", ["administrator", "shop_manager", "customer|editor", "customer_service", "vip\neditor"]
)
def test_whoever_ran_the_shop_there_is_no_customer(tmp_path: Path, roles: str) -> None:
    report = bring(tmp_path, sheet(woo.CUSTOMERS, woo.customer(ADA, roles=roles), woo.customer(BEN)))
    (lost,) = [each for each in report["findings"] if each["weight"] == "lost"]
    assert lost["row"] == 2
    assert f"“{roles.replace('\n', '|').rpartition('|')[2]}” is a role of somebody who ran the shop" in lost["words"]
    assert gate.persons_at(ADA.email) == []
    assert gate.persons_at(BEN.email), "the control"


NO_INVOICE = {name: "" for name in woo.CUSTOMERS if name.startswith("billing_")}


def test_a_role_nobody_knows_of_somebody_who_bought_there_is_a_customers_and_said_so(tmp_path: Path) -> None:
    report = bring(tmp_path, sheet(woo.CUSTOMERS, woo.customer(BEN), woo.customer(ADA, roles="gold_member")))
    (noted,) = [each for each in report["findings"] if "a role we do not know" in each["words"]]
    assert (noted["row"], noted["column"], noted["weight"]) == (3, "roles", "noted")
    assert noted["words"].startswith("“gold_member” is a role")
    assert (report["products"]["new"], report["rows"]["lost"]) == (2, 0)
    assert gate.persons_at(ADA.email)


def test_a_role_nobody_knows_and_nothing_of_a_customer_stays_outside_with_that_reason(tmp_path: Path) -> None:
    """A forum's members, say: the shop may not write to people because an account of theirs stood in a file."""
    row = woo.customer(ADA, roles="bbp_participant", **NO_INVOICE)
    report = bring(tmp_path, sheet(woo.CUSTOMERS, woo.customer(BEN), row))
    (lost,) = [each for each in report["findings"] if each["weight"] == "lost"]
    assert lost["row"] == 3
    assert "“bbp_participant” is a role we do not know" in lost["words"]
    assert "ran the shop" not in lost["words"]
    assert gate.persons_at(ADA.email) == []
    both = bring(tmp_path, sheet(woo.CUSTOMERS, row | {"roles": "bbp_participant|customer"}))
    assert both["products"]["new"] == 1, "the control: who is a customer as well comes in"


@pytest.mark.parametrize("roles", ["Ada Marlowe", "617 555 0143", "x" * 41, "ada@example.com", "r0214417"])
def test_what_is_no_role_is_not_repeated_in_the_report(tmp_path: Path, roles: str) -> None:
    report = bring(tmp_path, sheet(woo.CUSTOMERS, woo.customer(ADA, roles=roles)))
    assert any("a role we do not know" in each["words"] for each in report["findings"])
    assert roles.casefold() not in repr(report).casefold()


def test_the_other_plug_ins_customers_read_the_same(tmp_path: Path) -> None:
    row = woo.customer(ADA)
    row |= {"email": row.pop("user_email"), "date_registered": row.pop("user_registered")}
    columns = [{"user_email": "email", "user_registered": "date_registered"}.get(each, each) for each in woo.CUSTOMERS]
    bring(tmp_path, sheet(columns, row))
    assert (said(ADA, "name", "name"), noted(ADA)["since"]) == (ADA.name, "2024-05-06")


def test_woocommerces_own_analytics_tell_where_they_live_and_when_they_came(tmp_path: Path) -> None:
    row = {
        "Name": CHIARA.name,
        "Username": "login17",
        "Last active": "2026-05-06 07:08",
        "Sign up": "2024-05-06",
        "Email": CHIARA.email,
        "Country / Region": CHIARA.country,
        "City": CHIARA.locality,
        "Postal code": CHIARA.postcode,
    }
    report = bring(tmp_path, sheet(woo.ANALYTICS, row))
    assert report["layout"] == "WooCommerce analytics: customers"
    assert said(CHIARA, "name", "name") == CHIARA.name
    assert gate.standing(person(CHIARA)).country == CHIARA.country
    assert (noted(CHIARA)["since"], noted(CHIARA)["last_activity"]) == ("2024-05-06", "2026-05-06")


def test_dates_with_strokes_are_asked_about_where_nothing_tells(tmp_path: Path) -> None:
    rows = woo.titled(ADA, **{"Order Date": "03/04/2026 10:14"})
    with pytest.raises(NotImportable) as asks:
        bring(tmp_path, sheet(woo.TITLED, *rows))
    assert asks.value.asks == "dates"
    bring(tmp_path, sheet(woo.TITLED, *rows), dates="day")
    assert Order.objects.get().placed_at == datetime(2026, 4, 3, 10, 14, tzinfo=UTC)
