"""Going out for a picture: only where a person said, only outside our walls, and no more than a picture. Against a real
server on loopback; every refusal stands beside a call that succeeds."""

from __future__ import annotations

import dataclasses
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.doubles.former_shop import Answer, FormerShop, open_shop, picture
from troth.recipients import former_shop
from troth.recipients.former_shop import Errand, NotFetched, host_of
from troth.recipients.webhooks import line

OUTSIDE = "93.184.215.14"
MUG = picture()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(former_shop, "PAUSE", 0.0)


@pytest.fixture
def shop() -> Iterator[FormerShop]:
    with open_shop(FormerShop({"/mug.jpg": Answer(MUG)})) as told:
        yield told


@pytest.fixture
def live(settings: Any) -> None:
    settings.TROTH = dataclasses.replace(settings.TROTH, mode="live")


def resolves(monkeypatch: pytest.MonkeyPatch, **names: list[str]) -> None:
    """What names (dots as underscores) lead to; others are as they are."""
    real = socket.getaddrinfo

    def getaddrinfo(host: str, port: int, *args: Any, **more: Any) -> Any:
        found = names.get(host.replace(".", "_"))
        if found is None:
            return real(host, port, *args, **more)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(line.socket, "getaddrinfo", getaddrinfo)


def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Where connections were opened to; nobody is there."""
    made: list[tuple[str, int]] = []

    def create_connection(address: tuple[str, int], *args: Any, **more: Any) -> Any:
        made.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(line.socket, "create_connection", create_connection)
    return made


def why(url: str, *hosts: str) -> str:
    with pytest.raises(NotFetched) as refused:
        Errand(frozenset(hosts or (host_of(url),))).picture(url)
    return refused.value.why


def test_a_picture_comes_as_it_is_and_nothing_is_told_but_the_address(shop: FormerShop) -> None:
    assert Errand(frozenset({shop.host})).picture(shop.at("/mug.jpg?v=1")) == MUG
    ((path, headers),) = shop.asked
    assert path == "/mug.jpg?v=1"
    assert set(headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert headers["user-agent"] == "Troth"


def test_a_host_nobody_confirmed_is_not_called(shop: FormerShop) -> None:
    assert why(shop.at("/mug.jpg"), "cdn.example.com") == "host"
    assert shop.asked == []


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fe80::1%eth0", "100.64.0.1"])
def test_a_live_shop_calls_nobody_behind_its_own_walls(
    address: str, live: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolves(monkeypatch, cdn_example_com=[address])
    made = calls(monkeypatch)
    assert why("https://cdn.example.com/mug.jpg") == "inside"
    resolves(monkeypatch, cdn_example_com=[OUTSIDE, address])
    assert why("https://cdn.example.com/mug.jpg") == "inside"
    assert made == []
    resolves(monkeypatch, cdn_example_com=[OUTSIDE])
    assert why("https://cdn.example.com/mug.jpg") == "no-answer"  # the control: out in the world it is called
    assert made[0] == (OUTSIDE, 443)


def test_not_even_this_machine_in_a_live_shop(live: None, shop: FormerShop) -> None:
    assert why(shop.at("/mug.jpg"), shop.host) == "inside"
    assert shop.asked == []


def test_a_name_that_changes_between_looking_and_calling_leads_nowhere_else(
    live: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: what was checked is what is called."""
    looks: list[str] = []

    def getaddrinfo(host: str, port: int, *args: Any, **more: Any) -> Any:
        looks.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (OUTSIDE if len(looks) % 2 else "127.0.0.1", port))]

    monkeypatch.setattr(line.socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(former_shop, "TRIES", 1)
    made = calls(monkeypatch)
    assert why("https://cdn.example.com/mug.jpg") == "no-answer"
    assert made == [(OUTSIDE, 443)]
    assert len(looks) == 1


def test_an_old_address_is_asked_for_over_https(live: None, monkeypatch: pytest.MonkeyPatch) -> None:
    resolves(monkeypatch, old_example_com=[OUTSIDE])
    made = calls(monkeypatch)
    assert why("http://old.example.com:80/mug.jpg", "old.example.com") == "no-answer"
    assert {port for _address, port in made} == {443}


def test_without_https_only_this_machine_is_called_and_only_in_practice(
    shop: FormerShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolves(monkeypatch, localhost=[OUTSIDE])
    made = calls(monkeypatch)
    assert why(f"http://localhost:{shop.port}/mug.jpg") == "not-https"
    assert made == []


@pytest.mark.parametrize(
    "url",
    [
        "https://user:word@cdn.example.com/a",
        "https://",
        "ftp://cdn.example.com/a",
        "file:///etc/passwd",
        "https://cdn.example.com:99999/a",
        "https://[::1",
        "",
    ],
)
def test_what_is_no_address_of_the_web_is_not_called(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = calls(monkeypatch)
    assert why(url, host_of(url), "cdn.example.com") in ("malformed", "not-https", "host")
    assert made == []


def test_an_address_may_have_letters_of_any_language(shop: FormerShop) -> None:
    shop.answers["/Gr%C3%B6%C3%9Fe/1%20a.jpg"] = Answer(MUG)
    assert Errand(frozenset({shop.host})).picture(shop.at("/Größe/1%20a.jpg#top")) == MUG
    assert host_of("https://Tässchen.example/a.jpg") == "xn--tsschen-5wa.example"


def test_a_few_redirects_are_followed_each_through_the_same_door(shop: FormerShop) -> None:
    shop.answers["/a"] = Answer(status=302, headers={"Location": "/b"})
    shop.answers["/b"] = Answer(status=301, headers={"Location": shop.at("/mug.jpg")})
    assert Errand(frozenset({shop.host})).picture(shop.at("/a")) == MUG
    shop.answers["/round"] = Answer(status=302, headers={"Location": "/round"})
    assert why(shop.at("/round")) == "redirects"
    assert shop.paths.count("/round") == former_shop.MOST_REDIRECTS + 1


@pytest.mark.parametrize("nowhere", ["https://[elsewhere/mug.jpg", "//[", ""])
def test_a_redirect_that_points_nowhere_is_no_answer(shop: FormerShop, nowhere: str) -> None:
    """The control is the test above."""
    shop.answers["/a"] = Answer(status=302, headers={"Location": nowhere})
    assert why(shop.at("/a")) == "answer"


def test_a_redirect_to_another_host_waits_until_that_is_confirmed(shop: FormerShop) -> None:
    with open_shop(FormerShop({"/mug.jpg": Answer(MUG)})) as other:
        shop.answers["/a"] = Answer(status=302, headers={"Location": other.at("/mug.jpg")})
        with pytest.raises(NotFetched) as refused:
            Errand(frozenset({shop.host})).picture(shop.at("/a"))
        assert (refused.value.why, refused.value.host) == ("host", other.host)
        assert other.asked == []
        assert Errand(frozenset({shop.host, other.host})).picture(shop.at("/a")) == MUG


def test_a_redirect_leads_not_behind_our_walls_even_to_a_confirmed_name(
    shop: FormerShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control is the test above: a redirect out in the world is followed."""
    resolves(monkeypatch, cdn_example_com=["10.0.0.1"])
    shop.answers["/a"] = Answer(status=302, headers={"Location": "https://cdn.example.com/mug.jpg"})
    assert why(shop.at("/a"), shop.host, "cdn.example.com") == "inside"


def test_an_answer_without_end_is_left_and_so_is_one_that_claims_less(
    shop: FormerShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(former_shop, "MOST_BYTES", len(MUG))
    shop.answers["/endless"] = Answer(endless=True)
    shop.answers["/more"] = Answer(MUG + b"x")
    assert why(shop.at("/endless")) == why(shop.at("/more")) == "large"
    assert Errand(frozenset({shop.host})).picture(shop.at("/mug.jpg")) == MUG


def test_an_answer_that_drips_is_left(shop: FormerShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(former_shop, "IN_ALL", 0.3)
    shop.answers["/drips"] = Answer(MUG, drips=0.05)
    begun = time.monotonic()
    assert why(shop.at("/drips")) == "slow"
    assert time.monotonic() - begun < 3


def test_half_a_picture_is_none(shop: FormerShop) -> None:
    shop.answers["/half"] = Answer(MUG[:100], says=len(MUG))
    assert why(shop.at("/half")) == "no-answer"


def test_what_is_packed_empty_or_an_error_is_not_taken(shop: FormerShop) -> None:
    shop.answers |= {
        "/packed": Answer(MUG, headers={"Content-Encoding": "gzip"}),
        "/empty": Answer(b""),
        "/broken": Answer(MUG, status=500),
    }
    assert [why(shop.at(path)) for path in ("/packed", "/empty", "/broken", "/gone")] == [
        "packed",
        "empty",
        "answer",
        "gone",
    ]


def test_a_busy_host_is_left_alone_as_long_as_it_asks(shop: FormerShop) -> None:
    shop.answers["/busy"] = [Answer(status=429, headers={"Retry-After": "1"}), Answer(MUG)]
    begun = time.monotonic()
    assert Errand(frozenset({shop.host})).picture(shop.at("/busy")) == MUG
    assert time.monotonic() - begun >= 1
    shop.answers["/busy"] = Answer(status=503, headers={"Retry-After": "0"})
    assert why(shop.at("/busy")) == "busy"


def test_between_two_requests_to_a_host_there_is_a_pause(shop: FormerShop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(former_shop, "PAUSE", 0.2)
    errand, begun = Errand(frozenset({shop.host})), time.monotonic()
    for _time in range(3):
        errand.picture(shop.at("/mug.jpg"))
    assert time.monotonic() - begun >= 0.4
    assert errand.came == 3 * len(MUG)
