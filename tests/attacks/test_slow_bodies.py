"""A handful of lines that announce a body and never send it must not take the shop away from everybody else."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.core.exceptions import BadRequest
from django.test import RequestFactory

from troth import arriving, waiting

PATIENCE = 10.0  # seconds, for a thread to come where it is expected


class Never:
    """A body that does not come until `go` is set; what came by then is all there is."""

    def __init__(self) -> None:
        self.go, self.asked = threading.Event(), threading.Event()

    def read(self, size: int = -1) -> bytes:
        self.asked.set()
        assert self.go.wait(PATIENCE)
        return b""


def shop(environ: arriving.Environ, start: arriving.Start) -> Iterable[bytes]:
    body = environ["wsgi.input"].read()
    start("200 OK", [])
    return [body]


def asked(body: Any, length: int | None, network: str, application: Any = shop) -> tuple[str, bytes]:
    """Status and body of the answer."""
    environ = RequestFactory(REMOTE_ADDR=network).post("/basket/add/").environ | {"wsgi.input": body}
    environ["CONTENT_LENGTH"] = "" if length is None else str(length)
    if length is None:
        environ["HTTP_TRANSFER_ENCODING"] = "chunked"
    told: list[str] = []
    answer = b"".join(arriving.arrived(application)(environ, lambda status, headers: told.append(status)))
    return told[0], answer


@pytest.fixture
def hold(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Never]]:
    """Begins a request whose body does not come; returns once it is being waited for."""
    for name in ("BODIES", "PIECES"):
        monkeypatch.setattr(waiting, name, waiting.Room(3, 2, patience=0.05))
    held: list[tuple[Never, threading.Thread]] = []

    def begin(network: str, length: int | None = 100) -> Never:
        body = Never()
        thread = threading.Thread(target=asked, args=[body, length, network])
        thread.start()
        held.append((body, thread))
        assert body.asked.wait(PATIENCE)
        return body

    yield begin
    for body, thread in held:
        body.go.set()
        thread.join()
    assert not waiting.BODIES._inside
    assert not waiting.PIECES._inside


def test_one_sender_holds_two_threads_and_no_more(hold: Callable[..., Never]) -> None:
    for _each in range(2):
        hold("198.51.100.7")
    began = time.monotonic()
    assert asked(io.BytesIO(b"x" * 100), 100, "198.51.100.8")[0] == "503 Service Unavailable"
    assert time.monotonic() - began < 1
    assert asked(io.BytesIO(b"variant=a"), 9, "203.0.113.9") == ("200 OK", b"variant=a")


def test_many_senders_hold_some_and_what_has_no_body_is_answered(hold: Callable[..., Never]) -> None:
    for number in range(3):
        hold(f"198.51.{number}.7")
    assert asked(io.BytesIO(b"variant=a"), 9, "203.0.113.9")[0] == "503 Service Unavailable"
    assert asked(Never(), 0, "203.0.113.9", application=lambda environ, start: [start("200 OK", []) or b"page"]) == (
        "200 OK",
        b"page",
    )


@pytest.mark.parametrize("length", [arriving.SHORT + 1, None])
def test_pieces_of_a_long_body_are_waited_for_in_a_room_of_their_own(
    length: int | None, hold: Callable[..., Never]
) -> None:
    for _each in range(2):
        hold("198.51.100.7", length)
    with pytest.raises(BadRequest):  # Django answers 400
        asked(io.BytesIO(b"x" * (arriving.SHORT + 1)), length, "198.51.100.7")
    assert asked(io.BytesIO(b"variant=a"), 9, "203.0.113.9")[0] == "200 OK"


def test_who_comes_while_another_body_is_read_waits_for_a_moment(
    hold: Callable[..., Never], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "BODIES", waiting.Room(1, 1, patience=PATIENCE))
    body = hold("198.51.100.7")
    threading.Timer(0.2, body.go.set).start()
    assert asked(io.BytesIO(b"variant=a"), 9, "198.51.100.7") == ("200 OK", b"variant=a")


def test_there_is_room_again_once_it_came(hold: Callable[..., Never]) -> None:
    bodies = [hold("198.51.100.7") for _each in range(2)]
    for body in bodies:
        body.go.set()
    until = time.monotonic() + PATIENCE
    while waiting.BODIES._inside and time.monotonic() < until:
        time.sleep(0.01)
    assert asked(io.BytesIO(b"variant=a"), 9, "198.51.100.7")[0] == "200 OK"


@pytest.mark.parametrize("size", [0, 1, 9, arriving.SHORT, arriving.SHORT + 1, 5 * arriving.SHORT + 7])
@pytest.mark.parametrize("says_length", [True, False])
def test_bodies_come_whole(size: int, says_length: bool) -> None:
    class Dripping(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size if size and size > 0 else 1000, 1000))

    whole = bytes(number % 251 for number in range(size))
    told = io.BytesIO(whole) if size == 1 else Dripping(whole)
    assert (
        asked(told, size if says_length else None, "203.0.113.9", application=shop if size else _nothing)[0] == "200 OK"
    )
    again = Dripping(whole)
    if size:
        assert asked(again, size if says_length else None, "203.0.113.9")[1] == whole


def _nothing(environ: arriving.Environ, start: arriving.Start) -> Iterable[bytes]:
    start("200 OK", [])
    return []


def test_a_length_that_is_none_is_no_length() -> None:
    for said in ("\xb2", "-1", "9" * 5000, "1e3"):
        assert arriving._length({"CONTENT_LENGTH": said}) == 0


def test_the_shop_is_behind_it() -> None:
    from troth import wsgi

    assert "arrived" in wsgi.application.__qualname__
