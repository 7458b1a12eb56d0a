"""The log of visits on its screen."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from tests.cast import ADA, BEN
from tests.office.conftest import Comes, looks
from tests.orders.buying import bought, tube
from tests.visits.log.conftest import came, empty_buffer, known_networks
from troth import gate
from troth.ledger.models import Entry
from troth.orders.models import Order, OrderCheck, Payment
from troth.orders.models.payment import Paying
from troth.orders.risk import weighing, whence
from troth.orders.states import Status
from troth.visits.log import flush, note, reading
from troth.visits.log.reading import PURPOSES

pytestmark = [
    pytest.mark.django_db(databases=["default", "vault"]),
    pytest.mark.usefixtures("known_networks", "empty_buffer"),
]
__all__ = ["empty_buffer", "known_networks"]

HERE = "/office/visits/"
YESTERDAY = datetime.now(UTC).date() - timedelta(days=1)
NOON = datetime.combine(YESTERDAY, time(12, 20, 7), tzinfo=UTC).timestamp()
THEN = f"?day={YESTERDAY}"
WHO = {
    "administer_site": "site_keeper",
    "measure_usage": "marketing",
    "troubleshoot": "site_keeper",
}


@pytest.fixture(autouse=True)
def visited(known_networks: Any) -> None:
    note(came("203.0.113.77", "/products/tube/", at=NOON, said=True))
    note(came("198.51.100.9", "/search/", at=NOON, status=500, allows=False))
    flush()


@pytest.mark.parametrize("purpose", PURPOSES)
def test_each_purpose_has_its_tab_and_shows_its_fields(comes: Comes, purpose: str) -> None:
    page = comes(WHO[purpose]).get(f"{HERE}{purpose}/{THEN}").content.decode()
    assert 'aria-current="page"' in page
    assert ("203.0.113.77" in page) == (purpose == "administer_site")
    assert ("12:20:07" in page) == (purpose != "measure_usage")
    assert ("203.0.113.0/24" in page) == (purpose in ("measure_usage", "troubleshoot"))
    assert ("Firefox 140" in page) == (purpose in ("administer_site", "troubleshoot"))
    assert ("search.example/find" in page) == (purpose in ("administer_site", "measure_usage"))


@pytest.mark.parametrize(("who", "leads"), [("site_keeper", True), ("order_desk", False), ("bookkeeping", False)])
def test_a_menu_leads_there_for_those_whose_job_it_is(comes: Comes, who: str, leads: bool) -> None:
    assert (HERE in comes(who).get("/office/").content.decode()) == leads


def test_the_first_tab_is_one_of_ones_own(comes: Comes) -> None:
    assert comes("marketing").get(HERE).headers["Location"] == f"{HERE}measure_usage/"


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("who", ["order_desk", "bookkeeping", "privacy_officer", "no job", "superuser"])
def test_others_are_refused_with_the_clause(comes: Comes, purpose: str, who: str) -> None:
    answer = comes(who).get(f"{HERE}{purpose}/")
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "S.need_to_know" in page
    assert not any(mark in page for mark in ("203.0.113", "198.51.100", "Firefox"))


def test_marketing_is_told_how_many_said_no_and_sees_nothing_of_them(comes: Comes) -> None:
    page = comes("marketing").get(f"{HERE}measure_usage/{THEN}").content.decode()
    assert "The hour that is not over yet is not shown." in page
    assert "One visit is left out" in page
    assert "198.51.100" not in page


def test_kinds_of_page_and_days_can_be_chosen(comes: Comes) -> None:
    ines = comes("site_keeper")
    page = ines.get(f"{HERE}administer_site/{THEN}&page=products").content.decode()
    assert "203.0.113.77" in page
    assert "198.51.100.9" not in page
    before = ines.get(f"{HERE}administer_site/").context["days"][2]
    assert "No visits are there to be seen." in ines.get(f"{HERE}administer_site/?day={before}").content.decode()
    assert ines.get(f"{HERE}administer_site/?day=nonsense&page=nonsense").status_code == 200


def test_earlier_visits_are_asked_for_without_a_time_in_an_address(
    comes: Comes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST", 1)
    ines, here = comes("site_keeper"), f"{HERE}administer_site/"
    first = ines.get(f"{here}{THEN}")
    place, page = first.context["seen"].earlier, first.content.decode()
    assert f'name="before" value="{place}"' in page
    assert "before=" not in page
    told = {"day": str(YESTERDAY), "page": "", "before": place}

    def newest(answer: Any) -> str:
        return dict(answer.context["seen"].rows[0])["Page"].reveal()

    assert {newest(first), newest(ines.post(here, told))} == {"/products/tube/", "/search/"}
    assert newest(ines.get(here, told)) == newest(first), "what an address says of it counts for nothing"


def test_customer_service_gives_a_reason_first_and_it_stands_in_no_address(comes: Comes) -> None:
    sam, here = comes("customer_service"), f"{HERE}troubleshoot/"
    asked = sam.get(here).content.decode()
    assert "Why you look" in asked
    assert "203.0.113" not in asked
    short = sam.post(here, {"reason": "why"}).content.decode()
    assert 'role="alert"' in short
    assert "203.0.113" not in short
    told = {"reason": "A customer says that the basket stays empty.", "day": str(YESTERDAY)}
    shown = sam.post(here, told).content.decode()
    assert "203.0.113.0/24" in shown
    assert sam.get(f"{here}?reason=A+customer+says+that+it+stays+empty").content.decode().count("203.0.113") == 0


@pytest.mark.parametrize("purpose", ["curiosity", "order_verification"])
def test_what_has_no_tab_is_not_found(comes: Comes, purpose: str) -> None:
    assert comes("site_keeper").get(f"{HERE}{purpose}/").status_code == 404
    assert comes("order_desk").get(f"{HERE}{purpose}/").status_code == 404


@pytest.fixture
def order() -> Order:
    """Ada's, placed today from the address in Boston; a visit from there came before it, and one from elsewhere."""
    cache.clear()
    asks = RequestFactory().post("/checkout/", REMOTE_ADDR="203.0.113.77")
    made = bought(ADA, (tube(), 1), visit=whence.noticed(asks))
    note(came("203.0.113.77", "/checkout/"))
    note(came("203.0.113.7", "/products/tube/"))
    note(came("198.51.100.9", "/search/"))
    flush()
    Payment.objects.filter(order=made).update(state=Paying.SUCCEEDED, risk="highest")
    Order.objects.filter(pk=made.pk).update(status=Status.PAID)
    weighing.weigh.func(made.pk)
    return Order.objects.get(pk=made.pk)


def test_the_desk_sees_the_visits_around_an_order_it_checks_and_no_others(comes: Comes, order: Order) -> None:
    olga = comes("order_desk")
    there = f"{HERE}order/{order.number}/"
    assert there in olga.get("/office/checks/").content.decode()
    page = olga.get(there).content.decode()
    assert page.count("203.0.113.77") == 1
    assert "Harbor Cable" in page
    for kept in ("203.0.113.7<", "198.51.100.9", "12:20:07", "/checkout/<", "Firefox"):
        assert kept not in page
    assert ("order_desk", "order_verification", "allowed") in looks(order)
    person = gate.person_of_party(order.whose)
    assert person is not None
    line = gate.timeline(person, actor=gate.the_person(person), limit=1)[0]
    assert line.fields == ("order_visit.ip_address", "order_visit.time")


def test_once_it_is_decided_or_for_any_other_order_there_is_nothing_to_see(comes: Comes, order: Order) -> None:
    olga = comes("order_desk")
    other = bought(BEN, (tube(title="Another"), 1))
    before = Entry.objects.count()
    assert olga.get(f"{HERE}order/{other.number}/").status_code == 404
    assert olga.get(f"{HERE}order/T-NOSUCH/").status_code == 404
    OrderCheck.objects.update(decided_at=datetime.now(UTC))
    assert olga.get(f"{HERE}order/{order.number}/").status_code == 404
    assert Entry.objects.count() == before


@pytest.mark.parametrize("who", ["customer_service", "marketing", "site_keeper", "no job", "superuser"])
def test_the_visits_around_an_order_are_for_who_checks_it(comes: Comes, order: Order, who: str) -> None:
    answer = comes(who).get(f"{HERE}order/{order.number}/")
    assert answer.status_code == 403
    assert "203.0.113" not in answer.content.decode()


def test_where_it_came_from_is_unknown_that_is_said(comes: Comes, order: Order) -> None:
    gate.expire(after_standstill=True, now=datetime.now(UTC) + timedelta(days=32))
    page = comes("order_desk").get(f"{HERE}order/{order.number}/").content.decode()
    assert "Where this order came from is not known." in page
