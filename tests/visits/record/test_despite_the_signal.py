"""Global Privacy Control and the record: an earlier yes gives way to it, and one said in its presence does not."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import ADA, BEN, PASSPHRASE, Customer
from tests.visits.record.conftest import Browser
from tests.visits.record.test_suggestions import PAGE, SHOWN, accessory, buys
from troth import gate
from troth.catalog.models import Product
from troth.ledger.models import Entry
from troth.people import evenly
from troth.rights import choices
from troth.rights.reader import Reader
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


def told(browser: Browser) -> str:
    return browser.client.get("/my/privacy/uses/").content.decode()


OVER = "over the privacy signal of your browser"
REMEMBER = "to remember what you looked at while you were signed in"


def sources(browser: Browser) -> dict[str, str]:
    known = gate.standing(browser.person)
    assert known is not None
    return {purpose: line.source for (purpose, _channel), line in known.choices.items()}


@pytest.mark.parametrize("where", [CHOICES, WORD])
def test_a_yes_over_the_signal_says_so_in_the_ledger_and_on_the_timeline(ada: Browser, where: str) -> None:
    phone = signalling(ada)
    if where == CHOICES:
        phone.client.post(CHOICES, {"answer": "each", "measurement": "yes", "personalization": "no"})
    else:
        says(phone, "browsing_record", "yes")
        says(phone, "personalize", "no")
    assert sources(ada)["browsing_record"] == "over_signal"
    assert sources(ada)["personalize"] == "preferences"
    assert f"You said yes, {OVER}: we may use your data {REMEMBER}." in told(ada)
    assert "You said no: we may not use your data to fit what we show and send to you." in told(ada)
    assert "any way" not in told(ada)


def test_a_yes_without_the_signal_says_nothing_of_it(ada: Browser) -> None:
    says(ada, "browsing_record", "yes")
    ada.client.post(CHOICES, {"answer": "all"})
    assert f"You said yes: we may use your data {REMEMBER}." in told(ada)
    assert OVER not in told(ada)


def test_over_the_signal_the_same_yes_is_a_new_word_and_after_that_it_stands(ada: Browser) -> None:
    says(ada, "browsing_record", "yes")
    phone, entries = signalling(ada), Entry.objects.count()
    says(phone, "browsing_record", "yes")
    assert Entry.objects.count() == entries + 1
    for browser in (phone, ada):
        says(browser, "browsing_record", "yes")
    assert Entry.objects.count() == entries + 1


def test_on_the_page_of_choices_only_what_the_signal_speaks_of_is_marked(ada: Browser) -> None:
    """Mails are none of its business; a purpose of a browser's family would be."""
    phone = signalling(ada)
    phone.client.post("/my/privacy/choices/", {"purpose": "newsletter", "channel": "email", "answer": "yes"})
    assert sources(ada)["newsletter"] == "preferences"
    choices.choose(Reader((ada.person,)), "personalize", "", True)
    assert choices.choose(Reader((ada.person,)), "personalize", "", True, signal=True).new
    assert not choices.choose(Reader((ada.person,)), "personalize", "", True, signal=True).new
    assert sources(ada)["personalize"] == "over_signal"


def test_signing_in_takes_the_mark_along(ada: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evenly, "AT_LEAST", 0.0)
    phone = signalling(ada)
    phone.client.logout()
    phone.client.post(CHOICES, {"answer": "each", "measurement": "yes"})
    signs_in(phone.client, ADA)
    assert sources(ada)["browsing_record"] == "over_signal"
    assert sources(ada)["personalize"] == "preferences"


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
