"""What another site can make somebody's browser do here, and where it can make the shop send them: nothing, nowhere."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests import places, world
from tests.cast import ADA, BEN, PASSPHRASE
from tests.orders.buying import webhook
from tests.people.conftest import member
from tests.test_canary import cells
from troth.leads import numbers as lead_numbers
from troth.orders import access, numbers
from troth.orders.models import OrderAccess
from troth.people import evenly
from troth.recipients import signature, till_counter
from troth.recipients.inbound import HEADER
from troth.recipients.models import TillSession

pytestmark = pytest.mark.django_db

# Machines knock here, and read no cookie: a provider's and partners' signatures are their proof.
SIGNED = (
    "/checkout/webhook/<provider>/",
    "/checkout/warnings/<partner>/",
    "/partners/businesses/<partner>/",
    "/partners/campaigns/<partner>/",
)
BY_MAIL = "/my/privacy/stop/<purpose>/<token>/"  # the secret of a mail is its proof (RFC 8058)
OWN_PROOF = {*SIGNED, BY_MAIL}
# Each partner's door would understand it; names that are not its own it leaves out.
WORD: dict[str, Any] = {
    "id": "e-1",
    "band": "high",
    "reasons": ["card_testing"],
    "organization": "Evil",
    "position": "Buyer",
    "campaign": "evil",
}
WORD |= {"shown": 9, "clicked": 1, "cost": "1.50", "currency": "USD"}
ELSEWHERE = [
    "//evil.example",
    "https://evil.example/",
    "/\\evil.example",
    "///evil.example",
    "http:///evil.example",
    "https:evil.example",
    "\t//evil.example",
    "\x01//evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://testserver@evil.example/",
    "//testserver.evil.example",
    "/account/\r\nSet-Cookie: evil=1",
]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(evenly, "AT_LEAST", 0.0)
    monkeypatch.setattr(till_counter, "_post", lambda body, headers: 200)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.mark.parametrize("who", ["customer", "guest", "privacy_officer"])
def test_no_form_of_the_shop_can_be_posted_from_another_site(who: str) -> None:
    everybody = world.made()
    names, known = everybody.names(who), everybody.client(who)
    browser = Client(HTTP_HOST=world.HOST, enforce_csrf_checks=True)
    browser.cookies = known.cookies
    before = _stores()
    for address, place in places.OURS.items():
        if place.posts is None or address in OWN_PROOF or address.startswith("/api/"):  # which reads no cookie
            continue
        path = places.filled(address, names, place.token)
        for origin in ({"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
            answer = browser.post(path, place.posts, headers=origin)
            sent_away = answer.headers.get("Location", "").startswith("/account/login/")  # the office's door is first
            nothing = answer.status_code == 404 and _nothing_there(browser, path)
            assert answer.status_code == 403 or sent_away or nothing, (address, origin)
    assert _stores() == before


@pytest.mark.parametrize("address", SIGNED)
def test_a_door_for_machines_takes_nothing_that_is_not_signed(address: str) -> None:
    """Whoever is signed in at the browser that another site lets knock."""
    everybody = world.made()
    names = {**everybody.names("customer"), "provider": "practice", "partner": "practice"}
    browser = Client(HTTP_HOST=world.HOST, enforce_csrf_checks=True)
    browser.cookies = everybody.client("privacy_officer").cookies
    paid, _marks = webhook(TillSession.objects.latest("pk"), "payment.succeeded")
    about = lead_numbers.seal(everybody.people["customer"], "practice")
    word = {**WORD, "order": names["number"], "about": about, "day": timezone.localdate().isoformat()}
    before, body = _stores(), paid if "webhook" in address else json.dumps(word).encode()
    for mark in ({}, {HEADER: signature.sign(body, b"a secret that Eve has made up for herself")}):
        for kind in ("text/plain", "application/json"):
            answer = browser.post(
                places.filled(address, names), body, kind, headers={"origin": "https://evil.example", **mark}
            )
            assert answer.status_code == 400, (mark, kind)
    assert _stores() == before


@pytest.mark.parametrize("token", ["", "of stop, cut short"])
def test_a_stop_from_elsewhere_without_the_mails_secret_stops_nothing(token: str) -> None:
    everybody = world.made()
    names = everybody.names("guest")
    known = names["token of stop"][:-1] if token else "nothing"
    browser = Client(HTTP_HOST=world.HOST, enforce_csrf_checks=True)
    browser.cookies = everybody.client("guest").cookies
    before = _stores()
    path = places.filled(BY_MAIL, {**names, "token of stop": known}, "stop")
    assert browser.post(path, {}, headers={"origin": "https://evil.example"}).status_code in (400, 404, 410)
    assert _stores() == before


def _nothing_there(browser: Client, path: str) -> bool:
    """Whoever may not know of a page hears the same 404 however they ask: looking, too, finds nothing."""
    return bool(browser.get(path).status_code == 404)


def _stores() -> list[tuple[str, bytes]]:
    """Every cell of both stores, less the sessions' times of last use."""
    return sorted(
        cell for store in ("default", "vault") for cell in cells(store) if not cell[0].startswith("people_session")
    )


@pytest.mark.parametrize("way", ELSEWHERE)
def test_the_way_on_after_signing_in_and_out_stays_in_the_shop(way: str) -> None:
    browser = member(Client(), ADA)
    assert _stays(browser.post(f"/account/once-more/?{_query(way)}", {"password": PASSPHRASE, "next": way}))
    assert _stays(browser.post("/account/logout/", {"next": way}))
    assert _stays(browser.post("/account/login/", {"login": ADA.email, "password": PASSPHRASE, "next": way}))
    assert _stays(browser.get(f"/account/login/?{_query(way)}"))  # somebody who is signed in already


def _query(way: str) -> str:
    from urllib.parse import urlencode

    return urlencode({"next": way})


def _stays(answer: Any) -> bool:
    to = answer.headers.get("Location", "/")
    return answer.status_code < 400 and to.startswith("/") and not to.startswith(("//", "/\\")) and "\n" not in to


def test_a_session_planted_before_signing_in_is_not_the_one_afterwards() -> None:
    member(Client(), ADA)
    browser = Client()
    browser.cookies["sessionid"] = planted = "e" * 32
    browser.post("/account/login/", {"login": ADA.email, "password": PASSPHRASE})
    assert browser.get("/account/").status_code == 200
    assert browser.cookies["sessionid"].value != planted
    eve = Client()
    eve.cookies["sessionid"] = planted
    assert eve.get("/account/").status_code == 302


def test_a_word_planted_in_the_browser_does_not_open_what_the_mail_opens() -> None:
    """At a shared computer: Eve notes the browser's cookie, Ben later follows the link of his mail there."""
    everybody = world.made()
    number = everybody.foreign["number"]
    planted = numbers.secret()
    shared = Client(HTTP_HOST=world.HOST)
    shared.cookies["order_access"] = planted
    order = access.Order.objects.get(number=number)
    access.let_in(order.pk, planted)  # he ordered there as well
    assert shared.post(access.mint(order)).status_code == 303
    assert BEN.street_address in shared.get(f"/orders/{number}/").content.decode()

    eve = Client(HTTP_HOST=world.HOST)
    eve.cookies["order_access"] = planted
    assert BEN.street_address not in eve.get(f"/orders/{number}/").content.decode()
    assert not OrderAccess.objects.filter(browser_digest=numbers.digest(planted), proven=True).exists()


def test_a_made_up_host_is_the_senders_own_text_and_in_no_log(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A logger without handlers still speaks: Python has one of last resort (`logging.lastResort`)."""
    logger = logging.getLogger("django.security.DisallowedHost")
    ours = [each for each in logger.handlers if not type(each).__module__.startswith("_pytest")]
    monkeypatch.setattr(logger, "handlers", ours)
    for host in ("alice-ashworth.example", "localhost@alice-ashworth.example"):
        assert Client().get("/", headers={"host": host}).status_code == 400
    assert "alice-ashworth" not in capsys.readouterr().err
