"""Figures in the office: for whose job it is, as a plot beside a table, and as a file that runs nothing."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from openpyxl import load_workbook

from tests.catalog.goods import only_variant, product, variant
from tests.office.conftest import Comes
from tests.orders.buying import tube
from tests.orders.counting import questions
from tests.orders.sold import given_back, many, sold
from troth.office.reports import plots
from troth.office.reports.views import PAGES
from troth.orders.models import Dispute
from troth.vault.models import Person

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
HERE = "/office/figures/"
SHOP = ("order_desk", "bookkeeping", "marketing")


def some_sales() -> None:
    """Five orders of $25.00 today and six of $13.00 three days ago: enough to tell of."""
    today = timezone.localdate()
    first = many([today] * 5, (tube(), 2))
    many([today - timedelta(days=3)] * 6, (only_variant(product("=HYPERLINK(1)", variant(900))), 1), discount=100)
    for order in first:
        given_back(order, 500, today)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_empty_and_full(comes: Comes, page: str) -> None:
    browser = comes("bookkeeping" if page == "books" else "marketing")
    assert browser.get(f"{HERE}{page}/").status_code == 200
    some_sales()
    assert browser.get(f"{HERE}{page}/?range=90d").status_code == 200


@pytest.mark.parametrize("who", SHOP)
def test_these_jobs_read_the_shops_figures(comes: Comes, who: str) -> None:
    assert comes(who).get(f"{HERE}sales/").status_code == 200


@pytest.mark.parametrize("who", ["customer_service", "privacy_officer", "no job", "superuser"])
@pytest.mark.parametrize("page", ["sales/", "stock/", "customers/", "sales/file/?as=csv", "customers/file/?as=xlsx"])
def test_others_are_refused(comes: Comes, who: str, page: str) -> None:
    assert comes(who).get(HERE + page).status_code == 403


@pytest.mark.parametrize("who", ["order_desk", "bookkeeping"])
def test_figures_about_people_are_for_one_job(comes: Comes, who: str) -> None:
    browser = comes(who)
    assert browser.get(f"{HERE}customers/").status_code == 403
    assert "customers" not in browser.get(f"{HERE}sales/").content.decode().partition("figures-pages")[2][:2000]
    assert comes("marketing").get(f"{HERE}customers/").status_code == 200


def test_the_page_of_customers_says_nothing_of_small_groups(comes: Comes) -> None:
    day = timezone.localdate() - timedelta(days=70)
    for country, people in (("US", 13), ("DE", 8), ("IS", 3)):
        for _each in range(people):
            Person.objects.create(country=country, last_purchase=day, created_at=timezone.now())
    page = BeautifulSoup(comes("marketing").get(f"{HERE}customers/").content, "html.parser")
    rows = [tuple(cell.get_text() for cell in row.select("th, td")) for row in page.select("table")[0].select("tr")]
    assert rows == [
        ("Country", "Customers"),
        ("United States of America", "15"),
        ("Elsewhere", "10"),
        ("Altogether, about", "25"),
    ]
    assert "Iceland" not in page.get_text()


def test_a_plot_has_words_and_its_numbers_stand_in_a_table(comes: Comes) -> None:
    some_sales()
    html = comes("marketing").get(f"{HERE}sales/?range=7d").content.decode()
    page = BeautifulSoup(html, "html.parser")
    for drawing in page.select("figure svg"):
        named = drawing["aria-labelledby"].split()
        assert [page.find(id=each).get_text() != "" for each in named] == [True, True]
        assert drawing["role"] == "img"
    assert len(page.select("figure svg")[0].select("rect")) == 7
    assert len(page.select("table tbody tr")) == 7
    assert "$125.00" in page.select_one("table tbody tr").get_text()
    assert "style=" not in html.partition('class="office"')[2].partition("</main>")[0]


def test_a_csv_runs_nothing_and_reads_back(comes: Comes) -> None:
    some_sales()
    answer = comes("marketing").get(f"{HERE}products/file/?as=csv&range=7d")
    rows = [*csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))]
    assert answer["Content-Disposition"].startswith('attachment; filename="products-')
    assert ["Tube", "10", "5", "100.00"] in rows
    assert ["'=HYPERLINK(1)", "6", "6", "54.00"] in rows
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_an_xlsx_runs_nothing_and_has_numbers(comes: Comes) -> None:
    some_sales()
    answer = comes("marketing").get(f"{HERE}products/file/?as=xlsx&range=7d")
    book = load_workbook(io.BytesIO(answer.content))
    cells = {cell.value: cell.data_type for row in book.worksheets[0].iter_rows() for cell in row}
    assert cells["'=HYPERLINK(1)"] == "s"
    assert cells[100] == "n"
    assert "f" not in cells.values()


def test_an_unknown_kind_of_file_and_an_unknown_page_are_not_there(comes: Comes) -> None:
    browser = comes("marketing")
    assert browser.get(f"{HERE}sales/file/?as=exe").status_code == 404
    assert browser.get(f"{HERE}secrets/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "from=1&to=2",
        "from=2026-05-01&to=2026-01-01",
        "from=0001-01-01&to=9999-12-31",
        "range=x&step=y&currency=z",
        "step=day&range=12m",
    ],
)
def test_nonsense_in_the_address_shows_the_usual_days(comes: Comes, query: str) -> None:
    assert comes("marketing").get(f"{HERE}sales/?{query}").status_code == 200


def test_a_page_asks_the_shop_the_same_however_long_the_range(comes: Comes) -> None:
    some_sales()
    browser = comes("marketing")
    browser.get(f"{HERE}sales/")
    sent = []
    for name in ("7d", "12m"):
        with questions() as asked:
            browser.get(f"{HERE}sales/?range={name}")
        sent.append(len([sql for sql in asked if "orders_" in sql]))
    assert 0 < sent[0] == sent[1] <= 11


def test_rungs_are_round_and_hold_everything() -> None:
    assert plots.ladder(0, 0) == [0, 1, 2]
    assert plots.ladder(0, 47) == [0, 10, 20, 30, 40, 50]
    for low, high in ((-300, 900), (0, 3), (0, 10**9), (-5, 0)):
        rungs = plots.ladder(low, high)
        assert rungs[0] <= low
        assert rungs[-1] >= high
        assert 0 in rungs
        assert 3 <= len(rungs) <= 8


def test_the_first_page_tells_of_today_and_this_week(comes: Comes) -> None:
    some_sales()
    page = BeautifulSoup(comes("marketing").get("/office/").content, "html.parser")
    told = [each.get_text() for each in page.select(".figures-two dd")]
    assert told == ["5", "11", "$125.00", "$203.00"]
    assert page.select_one(".figures-small title").get_text().startswith("The last 28 days")


@pytest.mark.parametrize("who", ["privacy_officer", "no job"])
def test_whose_job_it_is_not_sees_no_figures_there(comes: Comes, who: str) -> None:
    some_sales()
    page = comes(who).get("/office/").content.decode()
    assert "figures-now" not in page
    assert "$125.00" not in page


def test_a_bank_that_waits_is_named_with_its_day(comes: Comes) -> None:
    payment = sold(timezone.localdate(), (tube(), 1)).payments.get()
    told = {"amount": 1500, "currency": "USD", "reason": "fraudulent", "heard_at": timezone.now()}
    due = timezone.now() + timedelta(days=2)
    Dispute.objects.create(payment=payment, theirs="dp_1", answer_by=due, **told)
    Dispute.objects.create(payment=payment, theirs="dp_2", answer_by=due - timedelta(days=5), **told)
    page = BeautifulSoup(comes("order_desk").get("/office/").content, "html.parser")
    words = [each.get_text() for each in page.select(".figures-due strong")]
    assert words[0] == "The time is over"
    assert words[1].startswith("until ")
    assert "figures-due" not in comes("marketing").get("/office/").content.decode()


def test_the_first_page_asks_the_shop_a_few_things_however_much_was_sold(comes: Comes) -> None:
    browser = comes("order_desk")
    browser.get("/office/")
    sent = []
    for _round in range(2):
        with questions() as asked:
            browser.get("/office/")
        sent.append(len(asked))
        for _each in range(5):
            some = sold(timezone.localdate(), (only_variant(product(f"Vial {_round} {_each}")), 1))
        assert some.total
    assert sent[1] <= sent[0]
