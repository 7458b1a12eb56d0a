"""Role by screen: who sees what. A superuser without a job sees what anybody without a job sees: nothing."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.cast import ADA
from tests.office.conftest import Comes, looks, order_of

pytestmark = pytest.mark.django_db

NAME, STREET, BILLING = ADA.name, ADA.street_address, "[aria-labelledby=billing]"
PLACE = "Boston"
INSIDE = ("order_desk", "customer_service", "marketing", "privacy_officer", "no job", "superuser")
# Who → what of Ada they read in the list, and on the page of her order.
LIST = {"order_desk": {NAME, PLACE}, "customer_service": {NAME}}
ORDER = {
    "order_desk": {NAME, STREET, ADA.email, ADA.telephone, PLACE},
    "customer_service": {NAME, ADA.email, ADA.telephone},
}
EVERYTHING = {*ADA.marks, PLACE}
EMPLOYED = {"order_desk", "customer_service", "marketing", "privacy_officer"}
HELPERS = {"customer_service", "privacy_officer"}


def text(html: bytes) -> str:
    return BeautifulSoup(html, "html.parser").get_text(" ")


@pytest.mark.parametrize("who", INSIDE)
def test_the_list_of_orders(comes: Comes, who: str) -> None:
    order_of()
    page = comes(who).get("/office/orders/")

    if who not in EMPLOYED:
        assert page.status_code == 403
        assert not any(mark in page.content.decode() for mark in EVERYTHING)
        return
    assert page.status_code == 200
    assert {mark for mark in EVERYTHING if mark in page.content.decode()} == LIST.get(who, set())
    sealed = BeautifulSoup(page.content, "html.parser").select("tbody .chip-sealed")
    assert len(sealed) == (0 if who == "order_desk" else 1)
    assert all("S.need_to_know" in chip.get_text() for chip in sealed)


@pytest.mark.parametrize("who", INSIDE)
def test_an_order(comes: Comes, who: str) -> None:
    order = order_of()
    page = comes(who).get(f"/office/orders/{order.number}/")

    if who not in EMPLOYED:
        assert page.status_code == 403
        assert not any(mark in page.content.decode() for mark in EVERYTHING)
        return
    assert page.status_code == 200
    assert {mark for mark in EVERYTHING if mark in page.content.decode()} == ORDER.get(who, set())
    (invoice,) = BeautifulSoup(page.content, "html.parser").select(BILLING)
    assert "S.need_to_know" in invoice.get_text()


@pytest.mark.parametrize("who", INSIDE)
def test_finding_a_person_is_for_those_who_help_or_answer_requests(comes: Comes, who: str) -> None:
    order_of()
    browser = comes(who)

    opened, found = browser.get("/office/people/"), browser.post("/office/people/", {"email": ADA.email})

    assert (opened.status_code, found.status_code) == ((200, 302) if who in HELPERS else (403, 403))
    if who not in HELPERS:
        assert "S.need_to_know" in text(found.content)
        assert not any(mark in found.content.decode() for mark in EVERYTHING)


@pytest.mark.parametrize("who", INSIDE)
@pytest.mark.parametrize("path", ["", "invite/"])
def test_staff_is_for_whoever_manages_it(comes: Comes, who: str, path: str) -> None:
    page = comes(who).get(f"/office/staff/{path}")
    assert page.status_code == (200 if who == "privacy_officer" else 403)


@pytest.mark.parametrize("who", INSIDE)
def test_the_first_page_names_nobody(comes: Comes, who: str) -> None:
    order_of()
    page = comes(who).get("/office/")
    assert page.status_code == 200
    assert not any(mark in page.content.decode() for mark in EVERYTHING)


@pytest.mark.parametrize(
    "path", ["", "orders/", "orders/T-1/", "people/", "staff/", "staff/invite/", "snippets/catalog/product/"]
)
def test_customers_and_passers_by_stay_outside(comes: Comes, path: str) -> None:
    assert comes("customer").get(f"/office/{path}").status_code == 403
    away = comes("anonymous").get(f"/office/{path}")
    assert (away.status_code, away["Location"].partition("?")[0]) == (302, "/account/login/")


@pytest.mark.parametrize("act", ["pack", "send", "label", "delivered", "cancel"])
@pytest.mark.parametrize("who", ["marketing", "privacy_officer", "no job", "superuser"])
def test_acts_are_refused_to_other_jobs_and_change_nothing(comes: Comes, who: str, act: str) -> None:
    order = order_of()
    answer = comes(who).post(f"/office/orders/{order.number}/{act}/")

    assert answer.status_code == 403
    order.refresh_from_db()
    assert order.status == "paid"
    assert looks(order) == []


def test_the_menu_offers_each_job_its_own(comes: Comes) -> None:
    def offered(who: str) -> set[str]:
        page = comes(who).get("/office/").content.decode()
        return {
            place
            for place in ("/office/orders/", "/office/people/", "/office/staff/", "catalog/product/")
            if place in page
        }

    assert offered("order_desk") == {"/office/orders/", "catalog/product/"}
    assert offered("customer_service") == {"/office/orders/", "/office/people/", "catalog/product/"}
    assert offered("marketing") == {"catalog/product/"}
    assert offered("privacy_officer") == {"/office/people/", "/office/staff/"}
    assert offered("no job") == set()


def test_whoever_keeps_the_books_finds_orders_in_the_menu(comes: Comes) -> None:
    page = comes("bookkeeping").get("/office/").content.decode()
    assert "/office/orders/" in page
    assert "/office/people/" not in page
