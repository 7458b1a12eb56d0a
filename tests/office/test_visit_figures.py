"""The figures of visits in the office: for one job, in fives, and about nobody."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from tests.office.conftest import Comes
from tests.orders.buying import tube
from troth.orders import basket
from troth.orders.models import Basket
from troth.visits.models import Count
from troth.visits.models.counting import What

pytestmark = pytest.mark.django_db
HERE = "/office/figures/"
TODAY = timezone.localdate()


def counted(what: What, name: str, many: int, days_ago: int = 0) -> None:
    Count.objects.create(day=TODAY - timedelta(days=days_ago), what=what, name=name, many=many)


def tables(html: str) -> dict[str, list[tuple[str, ...]]]:
    """By title, the rows of each."""
    page = BeautifulSoup(html, "html.parser")
    return {
        each.select_one("h2").get_text(): [
            tuple(cell.get_text() for cell in row.select("th, td")) for row in each.select("tbody tr")
        ]
        for each in page.select(".figures-table")
    }


@pytest.mark.parametrize("who", ["order_desk", "bookkeeping", "customer_service", "privacy_officer", "no job"])
@pytest.mark.parametrize("page", ["visitors", "sources", "way"])
def test_figures_of_visits_are_for_one_job(comes: Comes, who: str, page: str) -> None:
    assert comes(who).get(f"{HERE}{page}/").status_code == 403


def test_marketing_reads_them_and_others_see_no_link(comes: Comes) -> None:
    assert comes("marketing").get(f"{HERE}visitors/").status_code == 200
    assert "/figures/visitors/" not in comes("bookkeeping").get(f"{HERE}sales/").content.decode()


def test_visits_are_told_by_day_and_by_page(comes: Comes) -> None:
    counted(What.VISIT, "/", 41)
    counted(What.VIEW, "/", 102)
    counted(What.VIEW, "/products/", 33)
    counted(What.ROBOT, "/", 990)
    told = tables(comes("marketing").get(f"{HERE}visitors/?range=7d").content.decode())
    assert told["By day"][0][1:] == ("40", "135", "990")
    assert told["By page"] == [("/", "40", "100"), ("/products/", "–", "35")]


def test_few_are_not_told_and_do_not_show_in_a_file_either(comes: Comes) -> None:
    counted(What.VISIT, "/products/ada-flask/", 1)
    counted(What.VIEW, "/products/ada-flask/", 4)
    counted(What.VISIT, "/", 60, days_ago=1)
    counted(What.VIEW, "/", 60, days_ago=1)
    browser = comes("marketing")
    html = browser.get(f"{HERE}visitors/?range=7d").content.decode()
    rows = [*csv.reader(io.StringIO(browser.get(f"{HERE}visitors/file/?as=csv&range=7d").content.decode("utf-8-sig")))]
    assert "ada-flask" not in html + str(rows)
    assert tables(html)["By day"][0][1:] == ("–", "–", "0")
    assert tables(html)["By day"][1][1:] == ("60", "60", "0")


def test_few_a_day_may_be_many_a_month(comes: Comes) -> None:
    for day in range(30):
        counted(What.VISIT, "/", 2, days_ago=day)
    told = tables(comes("marketing").get(f"{HERE}visitors/?range=30d&step=week").content.decode())
    assert sum(int(row[1]) for row in told["By day"] if row[1] not in ("–", "0")) >= 40


def test_sites_devices_and_countries(comes: Comes) -> None:
    for name, many in (("journal.example", 20), ("-", 35), ("", 8), ("tiny.example", 2)):
        counted(What.SOURCE, name, many)
    counted(What.DEVICE, "phone", 50)
    counted(What.COUNTRY, "DE", 30)
    counted(What.COUNTRY, "IS", 1)
    html = comes("marketing").get(f"{HERE}sources/").content.decode()
    told = tables(html)
    assert ("journal.example", "20") in told["Sites that led here"]
    assert "tiny.example" not in html
    assert told["Devices"] == [("Telephone", "50")]
    assert "Iceland" not in html


def test_the_way_to_an_order_and_what_was_left(comes: Comes) -> None:
    for step, many in (("product", 200), ("basket", 40), ("checkout", 20)):
        counted(What.STEP, step, many)
    counted(What.SEARCH, "", 25)
    counted(What.SEARCH, "glass pipette", 10)
    counted(What.SEARCH, "ada", 4)
    for each in range(6):
        basket.add("", tube(title=f"Tube {each}").ref, 1)
    Basket.objects.update(changed_at=timezone.now() - timedelta(days=2))
    told = tables(comes("marketing").get(f"{HERE}way/").content.decode())
    assert [row[1] for row in told["Step by step"]] == ["200", "40", "20", "0"]
    assert told["Step by step"][1][2] == "20"
    assert told["Baskets left"][0][1] == "5"
    assert told["Looked for and not found"] == [("glass pipette", "10")]


def test_a_basket_touched_today_is_not_left(comes: Comes) -> None:
    for each in range(6):
        basket.add("", tube(title=f"Tube {each}").ref, 1)
    counted(What.STEP, "product", 50)
    told = tables(comes("marketing").get(f"{HERE}way/").content.decode())
    assert "Baskets left" not in told


@pytest.mark.parametrize("page", ["visitors", "sources", "way"])
def test_a_shop_nobody_visits_says_so(comes: Comes, page: str) -> None:
    assert "too few visits" in comes("marketing").get(f"{HERE}{page}/").content.decode()


# -- one page


def test_a_page_of_the_list_leads_to_its_own_figures_by_day(comes: Comes) -> None:
    counted(What.VIEW, "/", 500)
    for what, many in ((What.VISIT, 41), (What.VIEW, 102), (What.VISITOR, 12), (What.ROBOT, 33)):
        counted(what, "/products/", many)
        counted(what, "/products/", 3, days_ago=1)
    marketing = comes("marketing")
    listed = BeautifulSoup(marketing.get(f"{HERE}visitors/?range=7d").content.decode(), "html.parser")
    (link,) = (each["href"] for each in listed.select(".figures-table a") if each.get_text() == "/products/")
    told = tables(marketing.get(str(link)).content.decode())
    assert told["By day"][0][1:] == ("40", "100", "10", "35")
    assert told["By day"][1][1:] == ("–", "–", "–", "–")


def test_of_one_page_a_plot_and_a_file_are_made(comes: Comes) -> None:
    counted(What.VIEW, "/products/", 102)
    marketing = comes("marketing")
    page = BeautifulSoup(marketing.get(f"{HERE}page/?range=7d&page=/products/").content.decode(), "html.parser")
    assert len(page.select(".figures-plot")) == 2
    (csv_link,) = (str(each["href"]) for each in page.select("a[download]") if str(each["href"]).endswith("csv"))
    rows = [*csv.reader(io.StringIO(marketing.get(csv_link).content.decode("utf-8-sig")))]
    assert rows[1] == [TODAY.isoformat(), "0", "100", "0", "0"]


@pytest.mark.parametrize("name", ["/products/rare/", "/ghost/", "no page", "/" + 300 * "x", "/\x00"])
def test_a_page_few_opened_is_told_as_one_that_is_not_there(comes: Comes, name: str) -> None:
    counted(What.VIEW, "/products/rare/", 4)
    page = comes("marketing").get(f"{HERE}page/", {"page": name})
    assert page.status_code == 200
    assert "too few" in page.content.decode()
    assert not tables(page.content.decode())


def test_the_page_opened_most_is_shown_first(comes: Comes) -> None:
    counted(What.VIEW, "/", 50)
    counted(What.VIEW, "/products/", 102)
    page = BeautifulSoup(comes("marketing").get(f"{HERE}page/").content.decode(), "html.parser")
    assert page.select_one("option[selected]")["value"] == "/products/"


@pytest.mark.parametrize("page", ["visitors/?range=7d", "page/?range=7d&page=/"])
def test_a_flooded_day_is_said_above_the_figures(comes: Comes, page: str) -> None:
    marketing = comes("marketing")
    for days_ago in range(1, 20):
        counted(What.VISIT, "/", 60, days_ago)
        counted(What.VIEW, "/", 60, days_ago)
    assert "Far more visits than usual" not in marketing.get(f"{HERE}{page}").content.decode()
    counted(What.VISIT, "/", 12_000)
    assert "about 12,000, where 60 are usual" in marketing.get(f"{HERE}{page}").content.decode()
