"""Headers no browser sends. Whoever sends them gets an answer, never an error of ours, and nothing is done for them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests import places, world
from troth.people import evenly
from troth.recipients import till_counter

pytestmark = pytest.mark.django_db

MALFORMED = "http://["  # `urlsplit` raises
ODD: tuple[dict[str, str], ...] = (
    {"origin": MALFORMED},
    {"referer": MALFORMED},
    {"origin": "http://localhost:port", "referer": "http://localhost:99999/x"},
    {"referer": "http://localhost/\x85%00%0d%0a?\udcff".encode("utf-8", "replace").decode("latin-1")},
    {"sec-fetch-site": "\xff", "sec-gpc": "11", "accept-language": "*;q=x, \xfc", "accept": ";;"},
    {"x-forwarded-for": "[[[", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https, http"},
    {"if-none-match": 'W/"', "if-modified-since": "yesterday", "range": "bytes=5-1"},
    {"cookie": "sessionid=\x00; choices=1.99999999.; basket=%; messages=W10; csrftoken=x; order_access=\xff"},
    {
        "authorization": "Bearer \xff",
        "basket-token": "\xff",
        "idempotency-key": "\xff" * 20,
        "order-secret": "\xff" * 43,
    },
)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(evenly, "AT_LEAST", 0.0)
    monkeypatch.setattr(till_counter, "_post", lambda body, headers: 200)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.mark.parametrize("odd", ODD, ids=lambda told: "+".join(told))
def test_no_header_breaks_an_address(odd: dict[str, str]) -> None:
    names = world.made().names("anonymous")
    browser = Client(HTTP_HOST=world.HOST, raise_request_exception=False)
    broke = []
    for address, place in places.OURS.items():
        path = places.filled(address, names, place.token)
        answers = [browser.get(path, headers=odd), browser.post(path, place.posts or {}, headers=odd)]
        broke += [(answer.status_code, path) for answer in answers if answer.status_code >= 500]
    assert not broke


def test_a_malformed_origin_is_another_site() -> None:
    names = world.made().names("anonymous")
    browser = Client(HTTP_HOST=world.HOST)
    told = {"variant": names["variant"], "quantity": "1"}
    assert browser.post("/basket/add/", told, headers={"origin": MALFORMED}).status_code == 403
    assert browser.post("/basket/add/", told, headers={"origin": f"http://{world.HOST}"}).status_code == 303


@pytest.mark.parametrize("odd", ["%00", "9" * 30, "..%2f..%2fx", "%0d%0ax", "%F0%9F%98%80"])
def test_nothing_in_the_gap_of_an_address_breaks_it(odd: str) -> None:
    """PostgreSQL refuses a NUL wherever a text is compared."""
    names = world.made().names("anonymous")
    browser = Client(HTTP_HOST=world.HOST, raise_request_exception=False)
    broke = []
    for address, place in places.OURS.items():
        for gap in places.GAP.findall(address):
            path = places.filled(address, {**names, gap: odd, "token of " + place.token: odd})
            answers = [browser.get(path), browser.post(path, place.posts or {})]
            broke += [(answer.status_code, path) for answer in answers if answer.status_code >= 500]
    assert not broke
