"""What rests on a few orders is in no table, no plot and no file of the office; the books have it, for who keeps them."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from itertools import takewhile

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from tests.catalog.goods import category, only_variant, product, variant
from tests.office.conftest import Comes
from tests.orders.sold import given_back, many
from troth.catalog.models import Variant
from troth.orders.models import Order, OrderDiscount, OrderTax, RefundLine, Voucher, VoucherUse
from troth.orders.models.refund import Why

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
HERE = "/office/figures/"
MONEY = ("sales", "products", "offers", "returns", "taxes")
# Of the four orders of the day before yesterday: nothing on earth else costs that.
FEW, PRICE = 4, 7919


def goods(title: str, price: int) -> Variant:
    return only_variant(product(title, variant(price), categories=(category(f"All {title}"),)))


@pytest.fixture
def shop() -> None:
    """Two goods that many bought, and one that a few did: each with an offer, a voucher, a tax and a reason of its own."""
    today = timezone.localdate()
    for at, (title, price, times, why) in enumerate(
        (("Beaker", 1000, 9, Why.GOODWILL), ("Flask", 3000, 7, Why.PRICE), ("Retort", PRICE, FEW, Why.DAMAGED))
    ):
        orders = many([today - timedelta(days=at)] * times, (goods(title, price), 1), tax=price // 10)
        named(title, orders, price // 10, why)


def named(title: str, orders: list[Order], amount: int, why: Why) -> None:
    voucher = Voucher.objects.create(code=title.upper(), kind="percentage", limit=100, used=len(orders))
    for order in orders:
        OrderDiscount.objects.create(order=order, label=f"{title} deal", amount=amount)
        OrderTax.objects.create(
            order=order, name=f"{title} tax", rate=1000, base=amount * 10, amount=amount, included=False
        )
        VoucherUse.objects.create(voucher=voucher, order=order, used_at=order.placed_at)
        refund = given_back(order, amount, timezone.localdate(order.placed_at), why)
        RefundLine.objects.create(refund=refund, line=order.lines.get(), quantity=1)


def told(browser: Client, page: str) -> str:
    """All that a page says, drawings included, and both of its files."""
    html = browser.get(f"{HERE}{page}/?range=7d").content.decode()
    text = BeautifulSoup(html, "html.parser").get_text(" ", strip=True)
    return f"{text} {' '.join(' '.join(row) for row in as_csv(browser, page))} {as_xlsx(browser, page)}"


def as_csv(browser: Client, page: str) -> list[list[str]]:
    answer = browser.get(f"{HERE}{page}/file/?as=csv&range=7d")
    return [*csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))]


def as_xlsx(browser: Client, page: str) -> str:
    book = load_workbook(io.BytesIO(browser.get(f"{HERE}{page}/file/?as=xlsx&range=7d").content))
    return " ".join(str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)


def amounts(told: int) -> tuple[str, ...]:
    """How an amount may be written: on a page, in a file."""
    return f"{told / 100:,.2f}", f"{told / 100:.2f}"


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("page", MONEY)
def test_no_page_and_no_file_says_what_a_few_bought(comes: Comes, page: str) -> None:
    said = told(comes("marketing"), page)
    assert "9" in said, "of the many it speaks"
    total, tax = FEW * (PRICE + 500 + PRICE // 10), FEW * (PRICE // 10)
    for amount in (PRICE, FEW * PRICE, total, tax, FEW * PRICE // 10):
        assert not any(text in said for text in amounts(amount)), amount
    for name in ("Retort", "RETORT", "All Retort", "damaged"):
        assert name not in said


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("page", "table", "column"),
    [
        ("products", "Products", 3),
        ("offers", "Vouchers and offers", 2),
        ("returns", "Money given back", 2),
        ("taxes", "Taxes", 5),
    ],
)
def test_a_total_less_what_stands_beside_it_is_of_many(comes: Comes, page: str, table: str, column: int) -> None:
    rows = as_csv(comes("marketing"), page)
    begins = next((at for at, row in enumerate(rows) if row == [table]), -1)
    mine = list(takewhile(bool, rows[begins + 2 :]))
    shown = {row[0]: row[column] for row in mine if row[0].split()[0] in ("Beaker", "Flask", "2", "3")}
    assert "2 others, together" in shown, "the few, and the fewest of the many with them"
    assert not any("Flask" in name or "price" in name.lower() for name in shown)
    assert float(shown["2 others, together"]) > FEW * PRICE / 1000


@pytest.mark.usefixtures("shop")
def test_whoever_keeps_the_books_sees_all_of_it_and_nobody_else(comes: Comes) -> None:
    said = told(comes("bookkeeping"), "books")
    assert all(any(text in said for text in amounts(amount)) for amount in (FEW * (PRICE // 10), 9 * 100, 7 * 300))
    assert "Retort tax" in said
    for who in ("marketing", "order_desk"):
        browser = comes(who)
        assert browser.get(f"{HERE}books/").status_code == 403
        assert browser.get(f"{HERE}books/file/?as=csv").status_code == 403
        assert "figures/books/" not in browser.get(f"{HERE}sales/").content.decode()


def test_with_a_few_orders_in_all_there_are_no_figures_and_the_page_says_why(comes: Comes) -> None:
    today = timezone.localdate()
    orders = many([today] * FEW, (goods("Retort", PRICE), 1), tax=100)
    named("Retort", orders, 100, Why.DAMAGED)
    browser = comes("marketing")
    for page in MONEY[1:]:
        assert "Too few orders to say anything" in told(browser, page), page
    said = told(browser, "sales")
    assert not any(text in said for text in amounts(PRICE) + amounts(FEW * PRICE))
    home = BeautifulSoup(browser.get("/office/").content, "html.parser")
    assert {each.get_text() for each in home.select(".figures-two dd")} == {"\N{EN DASH}"}
    assert 'points=""' in str(home.select_one(".figures-small"))


def test_what_lies_on_a_shelf_is_told_as_it_is_and_its_pace_by_enough_orders(comes: Comes) -> None:
    today = timezone.localdate()
    slow, quick = goods("Slow", 1000), goods("Quick", 1000)
    Variant.objects.update(stock=24)
    many([today - timedelta(days=40 * place) for place in range(6)], (slow, 2))
    many([today] * 6, (quick, 2))
    browser = comes("marketing")
    rows = {row[0]: row[2:5] for row in as_csv(browser, "stock") if row and row[0] in ("Slow", "Quick")}
    assert rows["Quick"] == ["24", "12", "60"]
    assert rows["Slow"] == ["24", "1", "720"], "twelve pieces in a year are one in 30 days"
    Order.objects.all().delete()
    many([today] * FEW, (quick, 2))
    rows = {row[0]: row[2:5] for row in as_csv(browser, "stock") if row and row[0] in ("Slow", "Quick")}
    assert rows["Quick"] == ["24", "", ""]
    assert rows["Slow"] == ["24", "0", ""]


def rows_of(browser: Client, page: str) -> tuple[list[list[str]], str]:
    """The first table of a page, and all that the page says."""
    shown = BeautifulSoup(browser.get(f"{HERE}{page}").content, "html.parser")
    table = shown.select_one(".figures-table")
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in table.select("tbody tr")] if table else []
    return rows, shown.get_text(" ", strip=True)


def test_days_without_figures_are_said_once_and_the_others_shown(comes: Comes) -> None:
    today, one = timezone.localdate(), goods("Beaker", 1000)
    for back, times in ((0, 9), (1, 2), (2, 3), (3, 8)):
        many([today - timedelta(days=back)] * times, (one, 1))
    mia = comes("marketing")
    rows, said = rows_of(mia, "sales/?range=7d")
    assert {row[1] for row in rows} >= {"9", "8"}
    assert not [row for row in rows if {*row[1:]} <= {"–", "$0.00"}]
    assert f"{7 - len(rows)} rows without figures are left out." in said
    assert len([line for line in as_csv(mia, "sales") if line and line[0].startswith("20")]) == 7


def test_days_that_are_all_too_few_are_one_kind_sentence(comes: Comes) -> None:
    many([timezone.localdate()] * 2, (goods("Beaker", 1000), 1))
    rows, said = rows_of(comes("marketing"), "sales/?range=30d")
    assert rows == []
    assert "Too few orders to say anything that could not be about somebody. A longer time may say more." in said


def test_a_broad_table_leaves_out_columns_in_which_nothing_stands(comes: Comes) -> None:
    many([timezone.localdate()] * 9, (goods("Beaker", 1000), 1))
    keeper = comes("bookkeeping")
    shown = BeautifulSoup(keeper.get(f"{HERE}books/?range=7d").content, "html.parser")
    heads = [head.get_text() for head in shown.select(".figures-table--broad thead th")]
    assert {"Orders", "Total", "Left"} <= {*heads}
    assert not {"For exchanges", "Taken back by banks"} & {*heads}
    assert "Columns in which nothing stands are left out; a file has them." in shown.get_text()
    assert {str(cell["data-label"]) for cell in shown.select(".figures-table--broad td")} <= {*heads}
    assert "For exchanges (USD)" in next(line for line in as_csv(keeper, "books") if "Orders" in line)
