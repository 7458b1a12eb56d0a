"""The desk takes an order by telephone: what it asks, what it may, and what the caller does behind the link."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.cast import ADA, BEN
from tests.office.conftest import Comes, order_of
from tests.orders.buying import tube
from tests.orders.phone.calling import token, told
from troth import gate
from troth.channels.models import Message
from troth.orders.models import Draft, Order
from troth.orders.models.draft import Drafting
from troth.policy import Verb
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
NEW, LIST = "/office/phone-orders/new/", "/office/phone-orders/"


@pytest.fixture
def sam(comes: Comes) -> Client:
    return comes("customer_service")


def begun(browser: Client) -> str:
    """The address of a fresh draft."""
    return str(browser.post(NEW)["Location"])


def soup(browser: Client, address: str) -> BeautifulSoup:
    return BeautifulSoup(browser.get(address).content, "html.parser")


def says(**changes: str) -> dict[str, str]:
    known = told().contact
    address = {f"delivery-{name}": value for name, value in ADA.address.items() if name != "name"}
    return {**known, **address, "method": told().method, **changes}


def noted(browser: Client) -> str:
    address, flask = begun(browser), tube(title="Flask")
    browser.post(f"{address}put/", {"variant": str(flask.ref), "quantity": "2"})
    browser.post(address, says())
    return address


def test_the_caller_is_told_first_what_is_asked_and_how_long_it_stays(sam: Client) -> None:
    words = soup(sam, NEW).select_one(".office-told")
    assert words is not None
    policy = gate.policy()
    asked = {
        field.label for kind in ("draft_contact", "draft_delivery") for field in policy.kinds[kind].fields.values()
    }
    assert all(label in words.get_text() for label in asked)
    assert policy.retention["draft"].says in words.get_text()
    assert not Draft.objects.exists()


def test_the_form_asks_what_the_policy_names_and_says_why(sam: Client) -> None:
    address = begun(sam)
    page = soup(sam, address)
    policy = gate.policy()
    inputs = {field["name"] for field in page.select("#caller ~ form [name]") if field.name != "button"}
    allowed = {*policy.kinds["draft_contact"].fields, "recipient"}
    allowed |= {f"delivery-{name}" for name in policy.kinds["draft_delivery"].fields}
    assert inputs - {"csrfmiddlewaretoken"} <= allowed
    text = page.get_text(" ")
    assert policy.kinds["draft_contact"].fields["email"].why in text
    assert policy.kinds["draft_delivery"].fields["postcode"].why in text
    assert not page.select('#caller ~ form input[autocomplete="name"], #caller ~ form input[autocomplete="email"]')


def test_goods_are_found_by_name_and_number_and_counted_as_everywhere(sam: Client) -> None:
    address, flask = begun(sam), tube(title="Flask", stock=2)
    assert "Flask" in soup(sam, f"{address}?q=fla").get_text()
    assert "Flask" in soup(sam, f"{address}?q={flask.sku}").get_text()
    sam.post(f"{address}put/", {"variant": str(flask.ref), "quantity": "5"})
    (many,) = soup(sam, address).select('input[id^="many-"]')
    assert many["value"] == "2"
    sam.post(f"{address}change/", {"variant": str(flask.ref), "quantity": "0"})
    assert not soup(sam, address).select('input[id^="many-"]')


def test_from_the_call_to_the_order(sam: Client) -> None:
    address = noted(sam)
    page = soup(sam, address)
    total = page.select("#sum dl dd")[-1].get_text()
    sam.post(f"{address}send/")
    draft = Draft.objects.get()
    assert (draft.state, draft.told_total is not None) == (Drafting.SENT, True)

    her = Client(HTTP_HOST="localhost", headers={"origin": "http://localhost"})
    assert her.get(f"/orders/phone/{token()}/").status_code == 200
    behind = her.post(f"/orders/phone/{token()}/")["Location"]
    hers = BeautifulSoup(her.get(behind).content, "html.parser")
    assert hers.select_one('input[name="email"]')["value"] == ADA.email  # type: ignore[index]
    assert (
        hers.select_one('textarea[name="delivery-street_address"], input[name="delivery-street_address"]') is not None
    )
    assert total in hers.select_one(".summary").get_text()  # type: ignore[union-attr]
    form = _filled(hers)
    refused = her.post(behind, {name: value for name, value in form.items() if name != "terms"})
    assert refused.status_code == 422
    assert not Order.objects.exists()
    answer = her.post(behind, form)
    assert answer.status_code == 303
    order = Order.objects.get()
    assert order.total == draft.told_total
    assert her.get(behind)["Location"] == f"/orders/{order.number}/"
    assert her.post(behind, form)["Location"] == f"/orders/{order.number}/"
    assert Order.objects.count() == 1
    assert ADA.street_address in her.get(f"/orders/{order.number}/").content.decode()
    assert order.number in soup(sam, LIST).get_text()


def test_a_strangers_browser_sees_nothing_behind_it(sam: Client) -> None:
    address = noted(sam)
    sam.post(f"{address}send/")
    ref = Draft.objects.get().public_id
    stranger = Client(HTTP_HOST="localhost")
    assert stranger.get(f"/orders/begun/{ref}/").status_code == 404
    assert stranger.get(f"/orders/phone/{'A' * 43}/").status_code == 404


def test_an_earlier_order_fills_the_form_in_and_is_not_noted_by_itself(comes: Comes) -> None:
    olga, order = comes("order_desk"), order_of(ADA)
    address = begun(olga)
    answer = olga.post(f"{address}known/", {"number": order.number})
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.select_one('input[name="name"]')["value"] == ADA.name  # type: ignore[index]
    assert not Record.objects.filter(kind="draft_contact").exists()
    olga.post(address, says(of_order=order.number))
    assert gate.person_of_party(Draft.objects.get().whose) == gate.person_of_party(order.whose)


def test_customer_service_says_why_it_opens_an_earlier_order(sam: Client) -> None:
    order, address = order_of(ADA), begun(sam)
    assert ADA.name not in sam.post(f"{address}known/", {"number": order.number}).content.decode()
    why = "Ada rings and wants the same once more"
    assert ADA.name in sam.post(f"{address}known/", {"number": order.number, "reason": why}).content.decode()
    person = gate.person_of_party(order.whose)
    assert person is not None
    lines = gate.timeline(person, actor=gate.the_person(person))
    assert why in [line.reason for line in lines if line.verb == Verb.USE]


def test_an_embargo_is_said_at_once_and_what_was_typed_stays(sam: Client) -> None:
    address = begun(sam)
    cuba = {name: value for name, value in says().items() if not name.startswith("delivery-")}
    cuba |= {"delivery-country": "CU", "delivery-street_address": "Calle 1", "delivery-locality": "La Habana"}
    answer = sam.post(address, cuba)
    assert answer.status_code == 403
    assert ADA.email in answer.content.decode()
    assert not Record.objects.filter(kind="draft_contact").exists()


@pytest.mark.parametrize("who", ["marketing", "privacy_officer", "no job"])
def test_other_jobs_take_no_orders(comes: Comes, sam: Client, who: str) -> None:
    address, other = noted(sam), comes(who)
    for path in (NEW, LIST, address):
        assert ADA.email not in other.get(path).content.decode()
        assert other.get(path).status_code in (302, 403)
    other.post(f"{address}send/")
    other.post(f"{address}off/")
    assert Draft.objects.get().state == Drafting.OPEN
    assert not Message.objects.exists()


def test_called_off_at_the_desk(sam: Client) -> None:
    address = noted(sam)
    sam.post(f"{address}off/")
    assert "gone" in soup(sam, address).get_text()
    assert not gate.persons_at(ADA.email)


def test_my_privacy_shows_what_was_said_on_the_telephone(sam: Client) -> None:
    noted(sam)
    (person,) = gate.persons_at(ADA.email)
    lines = gate.timeline(person, actor=gate.the_person(person))
    assert {line.source for line in lines if line.verb == "collect"} == {"phone"}
    assert not gate.persons_at(BEN.email)


def _filled(page: BeautifulSoup) -> dict[str, str]:
    """What the browser would send, with the terms ticked."""
    form = page.select_one("form[data-checkout]")
    assert form is not None
    told: dict[str, str] = {"terms": "on"}
    for field in form.select("input, textarea, select"):
        name, kind = str(field.get("name", "")), field.get("type", "")
        if kind in ("radio", "checkbox"):
            if field.has_attr("checked"):
                told[name] = str(field["value"])
        elif field.name == "select":
            chosen = field.select_one("option[selected]")
            told[name] = str(chosen["value"]) if chosen else ""
        elif field.name == "textarea":
            told[name] = field.get_text().removeprefix("\n")
        else:
            told[name] = str(field.get("value", ""))
    assert re.match(r"[a-z_]+ \d+ \d+", told["method"])
    return told
