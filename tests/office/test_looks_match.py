"""A look is recorded with exactly the fields that the screen shows: no fewer, and no more."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.cast import ADA, BEN, Customer
from tests.office.conftest import Comes, entries_about, member, order_of
from tests.orders.buying import bought, tube
from troth import gate
from troth.orders.models import Order

pytestmark = pytest.mark.django_db
# Ben has an organization and no region, and each of his values is unlike the others.
WHERE = {
    "name": BEN.name,
    "organization": BEN.organization,
    "street_address": BEN.street_address,
    "locality": BEN.locality,
    "postcode": BEN.postcode,
    "country": "Germany",
}
VALUES = {
    "order_contact": {"name": BEN.name, "email": BEN.email, "telephone": BEN.telephone},
    "order_delivery": WHERE,
    "order_billing": WHERE,
    "name": {"name": BEN.name},
    "email": {"email": BEN.email},
    "telephone": {"telephone": BEN.telephone},
    "address": WHERE,
}
HELD = {f"{kind}.{field}" for kind, fields in VALUES.items() for field in fields}


def shown(html: bytes) -> set[str]:
    """The values of Ben's that somebody reads on a page."""
    text = BeautifulSoup(html, "html.parser").get_text(" ")
    return {value for fields in VALUES.values() for value in fields.values() if value in text}


def recorded(lines: Iterable[gate.Line]) -> set[str]:
    """The values behind the fields of some entries, as far as there was anything in those fields."""
    fields = {field for line in lines for field in line.fields} & HELD
    return {VALUES[kind][field] for kind, _dot, field in (each.partition(".") for each in fields)}


def looked(order: Order, before: int) -> list[gate.Line]:
    """What was entered since there were so many entries, mails apart."""
    lines = entries_about(order)
    return [line for line in lines[: len(lines) - before] if line.verb == "use"]


SCREENS = {
    "the list": "/office/orders/",
    "the payment shelf": "/office/orders/?shelf=payment-trouble",
    "an order": "/office/orders/{number}/",
    "the packing slip": "/office/orders/{number}/slip/",
}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("who", ["order_desk", "customer_service", "marketing", "privacy_officer"])
def test_screens_of_the_order_desk(comes: Comes, who: str, screen: str) -> None:
    order = order_of(BEN, "payment_failed" if "payment" in screen else "paid")
    browser, before = comes(who), len(entries_about(order))

    page = browser.get(SCREENS[screen].format(number=order.number))

    assert page.status_code == 200
    assert recorded(looked(order, before)) == shown(page.content)


def test_the_packing_slip_shows_and_records_the_address_alone(comes: Comes) -> None:
    order, desk = order_of(BEN), comes("order_desk")
    before = len(entries_about(order))
    page = desk.get(f"/office/orders/{order.number}/slip/")
    assert shown(page.content) == set(WHERE.values())
    assert {field.partition(".")[0] for line in looked(order, before) for field in line.fields} == {"order_delivery"}


@pytest.mark.parametrize("who", ["customer_service", "privacy_officer"])
def test_a_search_that_finds_one_leads_on_without_a_look(comes: Comes, who: str) -> None:
    member(BEN)
    browser, (person,) = comes(who), gate.persons_at(BEN.email)

    def uses() -> list[gate.Line]:
        lines = gate.timeline(person, actor=gate.the_person(person), limit=99)
        return [line for line in lines if line.actor == "employee"]

    there = browser.post("/office/people/", {"email": BEN.email})
    assert uses() == []

    page = browser.get(there["Location"])
    assert len(uses()) == 1
    assert recorded(uses()) == shown(page.content)


def test_to_choose_among_several_takes_their_names_and_no_more(comes: Comes) -> None:
    member(BEN)
    bought(BEN, (tube(), 1))
    page = comes("customer_service").post("/office/people/", {"email": BEN.email})

    lines = [
        line
        for person in gate.persons_at(BEN.email)
        for line in gate.timeline(person, actor=gate.the_person(person), limit=99)
        if line.actor == "employee"
    ]
    assert len(lines) == 2
    assert {field for line in lines for field in line.fields} == {"name.name"}
    assert shown(page.content) - {BEN.email} == {BEN.name}


def placed_in_a_browser(who: Customer, number: str, *, proven: bool) -> Client:
    from troth.orders import access, numbers

    word, browser = numbers.secret(), Client()
    access.let_in(Order.objects.get(number=number).pk, word, proven=proven)
    browser.cookies["order_access"] = word
    return browser


def test_the_buyers_own_page_of_an_order() -> None:
    order = order_of(BEN)
    browser, before = placed_in_a_browser(BEN, order.number, proven=True), len(entries_about(order))
    page = browser.get(f"/orders/{order.number}/")
    assert recorded(looked(order, before)) == shown(page.content) == {*WHERE.values(), BEN.email, BEN.telephone}


@pytest.mark.parametrize("act", ["pay", "again"])
@pytest.mark.parametrize("proven", [True, False])
def test_going_to_pay_shows_nothing_and_records_no_look(act: str, proven: bool) -> None:
    order = bought(BEN, (tube(), 1))
    browser, before = placed_in_a_browser(BEN, order.number, proven=proven), len(entries_about(order))
    answer = browser.post(f"/orders/{order.number}/{act}/")
    assert answer.status_code == 303
    assert shown(answer.content) == set()
    assert looked(order, before) == []


def test_somebody_elses_order_cannot_be_paid_or_filled_in_again() -> None:
    order, other = bought(BEN, (tube(), 1)), bought(ADA, (tube(title="Other"), 1))
    browser = placed_in_a_browser(ADA, other.number, proven=True)
    assert [browser.post(f"/orders/{order.number}/{act}/").status_code for act in ("pay", "again")] == [404, 404]
