"""Global Privacy Control: a no from the first request on, until somebody says yes in its presence."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.storefront.shop.conftest import Shelves
from tests.storefront.shop.conftest import shelves as shelves
from troth.storefront.consent import sent
from troth.visits import consent

pytestmark = pytest.mark.django_db
PAGE = "/products/erlenmeyer-flask/"


def allowed(client: Client) -> frozenset[str]:
    return sent.of(client.get(PAGE).wsgi_request).allowed


def says(client: Client, answer: str) -> None:
    client.post("/privacy/choices/", {"answer": answer, "next": PAGE})


@pytest.fixture
def _in_the_states(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sent, "place_of", lambda request: "US")


@pytest.mark.usefixtures("_in_the_states")
def test_it_is_a_no_from_the_first_request_on(visitor: Client, signalling: Client, shelves: Shelves) -> None:
    assert allowed(visitor) == set(consent.CATEGORIES)
    assert not allowed(signalling)
    assert not signalling.cookies


@pytest.mark.usefixtures("_in_the_states")
@pytest.mark.parametrize("value", ["0", "true", "yes", "", "1, 1"])
def test_only_the_signal_is_the_signal(shelves: Shelves, value: str) -> None:
    assert allowed(Client(headers={"Sec-GPC": value})) == set(consent.CATEGORIES)


def test_whoever_sends_it_is_not_asked_and_sees_that_it_was_heard(signalling: Client, shelves: Shelves) -> None:
    page = signalling.get(PAGE).content.decode()
    assert 'class="consent"' not in page
    assert "Global Privacy Control: honoured" in page
    assert "Your browser says no for you" in signalling.get("/privacy/choices/").content.decode()


def test_an_earlier_yes_gives_way_to_it_and_a_later_one_does_not(
    visitor: Client, signalling: Client, shelves: Shelves
) -> None:
    says(visitor, "all")
    signalling.cookies[sent.cookie_name()] = visitor.cookies[sent.cookie_name()].value
    assert not allowed(signalling)
    assert "before your browser sent its signal" in signalling.get("/privacy/choices/").content.decode()
    says(signalling, "all")
    assert allowed(signalling) == set(consent.CATEGORIES)


def test_two_visitors_never_get_each_others_page(visitor: Client, signalling: Client, shelves: Shelves) -> None:
    asked, heard = visitor.get(PAGE), signalling.get(PAGE)
    assert 'class="consent"' in asked.content.decode()
    assert 'class="consent"' not in heard.content.decode()
    assert asked["ETag"] != heard["ETag"]
    assert "honoured" not in visitor.get(PAGE).content.decode()


@pytest.mark.parametrize("path", ["/", PAGE, "/privacy/choices/", "/basket/", "/nowhere/", "/checkout/"])
def test_every_page_that_differs_says_what_by(visitor: Client, shelves: Shelves, path: str) -> None:
    varies = {each.strip() for each in visitor.get(path)["Vary"].split(",")}
    assert {"Cookie", "Sec-GPC"} <= varies


def test_the_shop_says_so_where_programs_look(visitor: Client) -> None:
    response = visitor.get("/.well-known/gpc.json")
    assert response["Content-Type"] == "application/json"
    assert response.json() == {"gpc": True, "lastUpdate": consent.visitor.gate.policy().changed}
