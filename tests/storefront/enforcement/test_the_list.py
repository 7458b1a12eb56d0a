"""/privacy/cookies/: every name the policy has, as a browser sees it; in the page's language, and for programs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from tests.storefront.shop.conftest import Shelves
from troth import gate
from troth.publishing import stored

pytestmark = pytest.mark.django_db


def test_it_lists_every_cookie_and_service_in_force() -> None:
    page, policy = Client().get("/privacy/cookies/").content.decode(), gate.policy()
    for cookie in policy.cookies.values():
        assert cookie.called(live=False) in page
        assert cookie.in_force
    for service in policy.services.values():
        assert service.label in page
        assert policy.recipients[service.recipient].label in page
        assert all(name in page for name in service.cookies)


def test_programs_read_the_same() -> None:
    told = json.loads(Client().get("/privacy/cookies.json").content)
    policy = gate.policy()
    assert told["policy"] == policy.version
    own = {each["name"] for each in told["stored"] if each["site"] == "shop"}
    assert own == {cookie.called(live=False) for cookie in policy.cookies.values()}
    assert {each["name"] for each in told["services"]} == policy.services.keys()


@pytest.mark.parametrize(
    ("country", "says", "does_not"),
    [
        ("DE", "Only once you have allowed it.", "Until you say no"),
        ("US", "Until you say no, as the rules of your country have it.", "Only once you have allowed it."),
    ],
)
def test_it_says_what_holds_where_its_reader_is(
    country: str, says: str, does_not: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("troth.storefront.consent.sent.place_of", lambda request: country)
    page = Client().get("/privacy/cookies/").content.decode()
    assert says in page
    assert does_not not in page


def test_a_live_shop_names_them_as_it_sets_them() -> None:
    names = {each.name for each in stored.stored(live=True).essential}
    assert {"__Host-basket", "__Host-sessionid", "messages"} <= names


def test_it_speaks_the_language_of_its_address() -> None:
    german = Client().get("/de/privacy/cookies/").content.decode()
    assert gate.policy().cookies["basket"].label not in german
    assert "Merkt sich, was Sie in den Warenkorb gelegt haben." in german
    assert "Merkt sich" in json.loads(Client().get("/de/privacy/cookies.json").content)["stored"][0]["why"]


@pytest.mark.parametrize("path", ["/privacy/", "/products/"])
def test_pages_lead_to_it(path: str) -> None:
    assert 'href="/privacy/cookies/"' in Client().get(path).content.decode()


def test_a_kept_list_asks_no_store(shelves: Shelves, django_assert_num_queries: Any) -> None:
    client = Client()
    client.get("/privacy/cookies/")
    with django_assert_num_queries(1):  # the revision, where no file can vouch for it
        client.get("/privacy/cookies/")
