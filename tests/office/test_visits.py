"""The log of visits on its screen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.office.conftest import Comes
from tests.visits.log.conftest import came, empty_buffer, known_networks
from troth.visits.log import flush, note
from troth.visits.log.reading import PURPOSES

pytestmark = [
    pytest.mark.django_db(databases=["default", "vault"]),
    pytest.mark.usefixtures("known_networks", "empty_buffer"),
]
__all__ = ["empty_buffer", "known_networks"]

HERE = "/office/visits/"
WHO = {
    "administer_site": "site_keeper",
    "order_verification": "order_desk",
    "measure_usage": "marketing",
    "troubleshoot": "site_keeper",
}


@pytest.fixture(autouse=True)
def visited(known_networks: Any) -> None:
    note(came("203.0.113.77", "/products/tube/", said=True))
    note(came("198.51.100.9", "/search/", status=500, allows=False))
    flush()


@pytest.mark.parametrize("purpose", PURPOSES)
def test_each_purpose_has_its_tab_and_shows_its_fields(comes: Comes, purpose: str) -> None:
    page = comes(WHO[purpose]).get(f"{HERE}{purpose}/").content.decode()
    assert 'aria-current="page"' in page
    assert ("203.0.113.77" in page) == (purpose in ("administer_site", "order_verification"))
    assert ("203.0.113.0/24" in page) == (purpose in ("measure_usage", "troubleshoot"))
    assert ("Firefox 140" in page) == (purpose in ("administer_site", "troubleshoot"))
    assert ("search.example/find" in page) == (purpose in ("administer_site", "measure_usage"))


@pytest.mark.parametrize(("who", "leads"), [("site_keeper", True), ("order_desk", True), ("bookkeeping", False)])
def test_a_menu_leads_there_for_those_whose_job_it_is(comes: Comes, who: str, leads: bool) -> None:
    assert (HERE in comes(who).get("/office/").content.decode()) == leads


def test_the_first_tab_is_one_of_ones_own(comes: Comes) -> None:
    assert comes("marketing").get(HERE).headers["Location"] == f"{HERE}measure_usage/"


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("who", ["bookkeeping", "privacy_officer", "no job", "superuser"])
def test_others_are_refused_with_the_clause(comes: Comes, purpose: str, who: str) -> None:
    answer = comes(who).get(f"{HERE}{purpose}/")
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "S.need_to_know" in page
    assert not any(mark in page for mark in ("203.0.113", "198.51.100", "Firefox"))


def test_marketing_is_told_how_many_said_no_and_sees_nothing_of_them(comes: Comes) -> None:
    page = comes("marketing").get(f"{HERE}measure_usage/").content.decode()
    assert "One visit is left out" in page
    assert "198.51.100" not in page


def test_kinds_of_page_and_days_can_be_chosen(comes: Comes) -> None:
    ines = comes("site_keeper")
    page = ines.get(f"{HERE}administer_site/?page=products").content.decode()
    assert "203.0.113.77" in page
    assert "198.51.100.9" not in page
    yesterday = ines.get(f"{HERE}administer_site/").context["days"][1]
    assert "No visits are there to be seen." in ines.get(f"{HERE}administer_site/?day={yesterday}").content.decode()
    assert ines.get(f"{HERE}administer_site/?day=nonsense&page=nonsense").status_code == 200


def test_customer_service_gives_a_reason_first_and_it_stands_in_no_address(comes: Comes) -> None:
    sam, here = comes("customer_service"), f"{HERE}troubleshoot/"
    asked = sam.get(here).content.decode()
    assert "Why you look" in asked
    assert "203.0.113" not in asked
    short = sam.post(here, {"reason": "why"}).content.decode()
    assert 'role="alert"' in short
    assert "203.0.113" not in short
    shown = sam.post(here, {"reason": "A customer says that the basket stays empty."}).content.decode()
    assert "203.0.113.0/24" in shown
    assert sam.get(f"{here}?reason=A+customer+says+that+it+stays+empty").content.decode().count("203.0.113") == 0


def test_a_purpose_nobody_knows_is_not_found(comes: Comes) -> None:
    assert comes("site_keeper").get(f"{HERE}curiosity/").status_code == 404
