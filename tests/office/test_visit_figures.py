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
