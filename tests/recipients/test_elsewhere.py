"""Another site on this machine: apart from the shop, telling what it was told, and never there in earnest."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import settings

from troth.recipients import elsewhere
from troth.visits import enforcement

Asking = Callable[..., tuple[str, list[tuple[str, str]], str]]


@pytest.fixture
def ask() -> Iterator[Asking]:
    told = Path(settings.TROTH.home) / "elsewhere.jsonl"
    told.unlink(missing_ok=True)

    def shop(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [])
        return [b"the shop"]

    site = elsewhere.beside(shop)

    def asking(path: str, query: str = "", host: str = f"{elsewhere.HOST}:8000", **more: str) -> Any:
        environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": host, **more}
        setup_testing_defaults(environ)
        heard: list[Any] = []
        body = b"".join(site(environ, lambda status, headers: heard.append((status, headers))))
        return *heard[0], body.decode("latin-1")

    yield asking
    told.unlink(missing_ok=True)


def test_the_shops_own_hosts_are_the_shops(ask: Asking) -> None:
    for host in ("localhost:8000", "127.0.0.1:8000", "notelsewhere.localhost", "elsewhere.localhost.evil.example"):
        assert ask("/northlight/advert/", host=host)[2] == "the shop"


def test_it_says_what_it_was_told(ask: Asking) -> None:
    status, headers, body = ask("/tally_house/count.gif", "page=%2Fproducts%2Fbeaker%2F&product=beaker&amount=10.00")
    assert status == "200 OK"
    assert body.startswith("GIF89a")
    assert [name for name, _value in headers].count("Set-Cookie") == 1
    page = ask("/")[2]
    assert all(word in page for word in ("Tally House", "/products/beaker/", "10.00"))


def test_what_is_typed_into_an_address_is_shown_as_words(ask: Asking) -> None:
    ask("/tally_house/count.gif", "page=%3Cscript%3E")
    assert "<script>" not in ask("/")[2]
    assert "<script>" not in ask("/lantern_films/film/<script>/")[2]


def test_what_it_was_told_does_not_fill_the_disk(ask: Asking) -> None:
    for _ in range(900):
        ask("/tally_house/count.gif", f"page={'x' * 100}")
    assert (Path(settings.TROTH.home) / "elsewhere.jsonl").stat().st_size < 100_000


def test_it_answers_nothing_else(ask: Asking) -> None:
    assert ask("/office/")[0].startswith("404")
    assert ask("/", REQUEST_METHOD="POST")[0].startswith("405")


def test_the_shop_and_it_mean_the_same_host() -> None:
    assert elsewhere.HOST == enforcement.placing.ELSEWHERE  # type: ignore[attr-defined]


def test_a_live_shop_does_not_even_load_it(tmp_path: Path) -> None:
    says = (
        "import sys, troth.wsgi; print('troth.recipients.elsewhere' in sys.modules, callable(troth.wsgi.application))"
    )
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "DJANGO"))},
        "TROTH_MODE": "live",
        "TROTH_BASE_URL": "https://shop.example",
        "TROTH_HOME": str(tmp_path / "home"),
        "TROTH_KEYS": str(tmp_path / "keys"),
    }
    ran = subprocess.run([sys.executable, "-c", says], env=env, capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.split() == ["False", "True"]
