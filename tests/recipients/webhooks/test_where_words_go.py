"""The line goes where it was checked to go, waits so long, and follows nobody. Against a real program on loopback."""

from __future__ import annotations

import dataclasses
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.recipients.webhooks.program import Program, listening
from troth.recipients.webhooks import Event, line, setting, tell
from troth.recipients.webhooks.models import Delivery, Endpoint, Sent
from troth.tasks import worker

Live = Callable[[], None]
OUTSIDE = "93.184.215.14"


@pytest.fixture
def live(settings: Any) -> None:
    """The shop sells in earnest."""
    settings.TROTH = dataclasses.replace(settings.TROTH, mode="live")


def resolves(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """What the name leads to, look by look; the looks that were made."""
    looks: list[str] = []

    def getaddrinfo(host: str, port: int, *args: Any, **more: Any) -> list[Any]:
        found = answers[min(len(looks), len(answers) - 1)]
        looks.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(line.socket, "getaddrinfo", getaddrinfo)
    return looks


def calls(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Where connections were opened to; nobody is there."""
    made: list[tuple[str, int]] = []

    def create_connection(address: tuple[str, int], *args: Any, **more: Any) -> Any:
        made.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(line.socket, "create_connection", create_connection)
    return made


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "feff:ffff::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::1",
        "2002:a00:1::1",
        "2001:0:7f00:1::1",
    ],
)
def test_no_word_goes_behind_the_shops_own_walls(address: str, live: None, monkeypatch: pytest.MonkeyPatch) -> None:
    resolves(monkeypatch, [address])
    made = calls(monkeypatch)
    with pytest.raises(line.NotCalled, match="inside"):
        line.checked("https://program.example/words")
    assert made == []


def test_one_inside_among_several_is_one_too_many(live: None, monkeypatch: pytest.MonkeyPatch) -> None:
    resolves(monkeypatch, [OUTSIDE, "10.0.0.1"])
    with pytest.raises(line.NotCalled, match="inside"):
        line.checked("https://program.example/words")


def test_what_is_out_in_the_world_may_be_called(live: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: not everything is refused."""
    resolves(monkeypatch, [OUTSIDE, "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
    assert line.checked("https://program.example/words").addresses[0] == OUTSIDE


@pytest.mark.django_db
def test_a_name_that_changes_between_looking_and_calling_leads_nowhere_else(
    live: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the second look would lead inside, so there is none."""
    looks = resolves(monkeypatch, [OUTSIDE], [OUTSIDE], ["127.0.0.1"])
    made = calls(monkeypatch)
    setting.add("https://program.example/words", [Event.ORDER_PAID])
    tell(Event.ORDER_PAID, order="T-000000")
    worker.run_due()
    assert made == [(OUTSIDE, 443)]
    assert len(looks) == 2  # one when it was set, one for the try
    assert Delivery.objects.get().why == "no-answer"


@pytest.mark.django_db
def test_a_name_that_leads_inside_by_the_time_of_the_try_is_not_called(
    live: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening() as program:
        resolves(monkeypatch, [OUTSIDE], ["127.0.0.1"])
        setting.add(f"https://program.example:{program.port}/", [Event.ORDER_PAID])
        tell(Event.ORDER_PAID, order="T-000000")
        worker.run_due()
    assert program.heard == []
    assert Delivery.objects.get().why == "inside"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://program.example/", "not-https"),
        ("ftp://program.example/", "not-https"),
        ("//program.example/", "not-https"),
        ("https://", "malformed"),
        ("https://user:word@program.example/", "malformed"),
        ("https://program.example/#part", "malformed"),
        ("https://program.example:99999/", "malformed"),
        ("https://prográm.example/", "malformed"),
        ("https://program.example/a b", "malformed"),
        ("https://program.example/a\r\nHost: other", "malformed"),
        ("https://[::1", "malformed"),
        ("", "malformed"),
    ],
)
def test_an_address_that_is_malformed_or_open_to_readers_is_refused(
    url: str, why: str, live: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = resolves(monkeypatch, [OUTSIDE])
    with pytest.raises(line.NotCalled, match=why):
        line.checked(url)
    assert looks == []


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://[::1]:9/", "http://localhost:9/"])
def test_a_practice_shop_may_call_its_own_machine_and_no_other_inside(url: str, monkeypatch: Any) -> None:
    assert line.checked(url)
    resolves(monkeypatch, ["169.254.169.254"])
    with pytest.raises(line.NotCalled, match="inside"):
        line.checked("http://metadata.example/")


def once(program: Program) -> Delivery:
    Endpoint.objects.create(url=program.url, events=[Event.ORDER_PAID])
    tell(Event.ORDER_PAID, order="T-000000")
    worker.run_due()
    return Delivery.objects.get()


@pytest.mark.django_db
def test_a_redirect_is_not_followed(program: Program) -> None:
    with listening() as elsewhere:
        program.answers, program.location = [307], elsewhere.url
        delivery = once(program)
        assert elsewhere.heard == []
    assert (delivery.state, delivery.status, delivery.why) == (Sent.WAITING, 307, "redirect")


@pytest.mark.django_db
def test_one_that_is_slow_is_left(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "PATIENCE", 0.2)
    program.slow = 2.0
    began = time.monotonic()
    delivery = once(program)
    assert time.monotonic() - began < 1.5
    assert (delivery.status, delivery.why) == (0, "slow")


@pytest.mark.django_db
def test_one_that_drips_is_left(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each piece comes in time; all of it does not."""
    monkeypatch.setattr(line, "IN_ALL", 0.4)
    program.drips = True
    began = time.monotonic()
    delivery = once(program)
    assert time.monotonic() - began < 2.0
    assert (delivery.status, delivery.why) == (0, "slow")


@pytest.mark.django_db
def test_where_nobody_is_nothing_is_lost(program: Program) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        program.port = free.getsockname()[1]
    delivery = once(program)
    assert (delivery.state, delivery.why) == (Sent.WAITING, "no-answer")


@pytest.mark.django_db
def test_an_error_of_theirs_is_kept_as_a_status(program: Program) -> None:
    program.answers = [500]
    delivery = once(program)
    assert (delivery.state, delivery.status, delivery.why) == (Sent.WAITING, 500, "refused")


def test_a_certificate_for_another_name_ends_it(live: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever answers without a certificate of that name hears nothing."""
    with listening() as program:
        where = dataclasses.replace(_outside(monkeypatch, program.port), addresses=("127.0.0.1",))
        with pytest.raises(line.NoAnswer, match="tls"):
            line.post(where, b"{}", {})
        assert program.heard == []


def _outside(monkeypatch: pytest.MonkeyPatch, port: int) -> line.Checked:
    with monkeypatch.context() as patched:
        resolves(patched, [OUTSIDE])
        return line.checked(f"https://program.example:{port}/")
