"""Global Privacy Control and the record: an earlier yes gives way to it, and one said in its presence does not."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import BEN, PASSPHRASE, Customer
from tests.visits.record.conftest import Browser
from tests.visits.record.test_suggestions import PAGE, SHOWN, accessory, buys
from troth import gate
from troth.catalog.models import Product
from troth.people import evenly
from troth.storefront.consent import sent

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
CHOICES = "/privacy/choices/"
WORD = "/my/privacy/looked-at/word/"
OFF = "Off in this browser: the choices made in it, or its privacy signal, say no."


def signalling(browser: Browser) -> Browser:
    """Another browser of the same person, which sends the signal."""
    other = Browser(**{"sec-gpc": "1"})
    other.user = browser.user
    other.client.force_login(browser.user)
    return other


def says(browser: Browser, purpose: str, answer: str) -> None:
    assert browser.client.post(WORD, {"purpose": purpose, "answer": answer}).status_code == 302


def allowed(client: Client) -> frozenset[str]:
    return sent.of(client.get("/privacy/").wsgi_request).allowed


def cookie_of(browser: Browser) -> str:
    found = browser.client.cookies.get(sent.cookie_name())
    return found.value if found else ""


@pytest.mark.parametrize("where", [CHOICES, WORD])
def test_an_earlier_yes_to_the_record_gives_way_to_the_signal(ada: Browser, flask: Product, where: str) -> None:
    if where == CHOICES:
        ada.client.post(CHOICES, {"answer": "all"})
    else:
        says(ada, "browsing_record", "yes")
    phone = signalling(ada)
    phone.opens(flask)
    assert ada.noted() == []
    assert OFF in phone.client.get("/my/privacy/looked-at/").content.decode()
    ada.opens(flask)
    assert ada.noted() == ["erlenmeyer-flask"]


def test_an_earlier_yes_to_suggestions_gives_way_to_the_signal(ada: Browser, flask: Product, ring: Product) -> None:
    accessory(flask, ring)
    buys(ada, flask)
    ada.client.post(CHOICES, {"answer": "all"})
    assert SHOWN in ada.client.get(PAGE).content.decode()
    phone = signalling(ada)
    assert SHOWN not in phone.client.get(PAGE).content.decode()
    says(phone, "personalize", "yes")
    assert SHOWN in phone.client.get(PAGE).content.decode()
    assert "personalization" in allowed(phone.client)
    says(phone, "personalize", "no")
    says(ada, "personalize", "yes")
    assert SHOWN not in phone.client.get(PAGE).content.decode()


def test_a_yes_said_in_its_presence_counts_in_this_browser_until_a_no(
    ada: Browser, flask: Product, ring: Product
) -> None:
    phone = signalling(ada)
    says(phone, "browsing_record", "yes")
    phone.opens(flask)
    assert ada.noted() == ["erlenmeyer-flask"]
    signalling(ada).opens(ring)
    assert ada.noted() == ["erlenmeyer-flask"]

    says(phone, "browsing_record", "no")
    says(ada, "browsing_record", "yes")
    phone.opens(ring)
    assert ada.noted() == ["erlenmeyer-flask"]


def test_a_yes_to_the_record_allows_nothing_else_in_the_browser(ada: Browser) -> None:
    phone = signalling(ada)
    says(phone, "browsing_record", "yes")
    assert allowed(phone.client) == frozenset()
    phone.client.logout()
    assert allowed(phone.client) == frozenset()


def test_a_yes_said_without_the_signal_leaves_the_browser_as_it_was(ada: Browser) -> None:
    says(ada, "browsing_record", "yes")
    assert cookie_of(ada) == ""


def test_a_yes_of_hers_in_its_presence_is_not_his(
    ada: Browser, flask: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evenly, "AT_LEAST", 0.0)
    phone, ben = signalling(ada), Browser(BEN)
    says(phone, "browsing_record", "yes")
    assert "browsing_record" in cookie_of(phone)
    ben.says("browsing_record", gate.State.GRANTED)
    phone.client.post("/account/logout/")
    signs_in(phone.client, BEN)
    phone.opens(flask)
    assert ben.noted() == []
    ben.opens(flask)
    assert ben.noted() == ["erlenmeyer-flask"]


def signs_in(client: Client, customer: Customer) -> None:
    answer = client.post("/account/login/", {"login": customer.email, "password": PASSPHRASE})
    assert answer.status_code == 302
