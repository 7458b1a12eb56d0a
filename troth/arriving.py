"""Bodies of requests, waited for in a `waiting.Room`: the program is given one that is there.

A WSGI server hands a request over as soon as its headers have come, and reading its body then blocks the thread until the sender
is done ("R-U-Dead-Yet": many lines, each sending almost nothing). A short body is read before the program sees the request,
and refused where too many wait already; of a longer one each further piece is.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import BadRequest
from django.utils import translation
from django.utils.translation import gettext

from . import waiting
from .storefront.language import language_of

SHORT: Final = 64 * 1024  # bytes: every form of the shop, and what programs may send

type Environ = dict[str, Any]
type Start = Callable[..., Any]
type Application = Callable[[Environ, Start], Iterable[bytes]]


class TooManyWait(BadRequest):
    """A piece of a long body did not come, and there is no room to wait for it."""


def arrived(application: Application) -> Application:
    """The same, seeing only requests whose bodies are there."""

    def handed_over(head: Environ, start: Start) -> Iterable[bytes]:
        length = _length(head)
        if length == 0:
            return application(head, start)
        network, body = waiting.network_of(head), head["wsgi.input"]
        if length is None or length > SHORT:
            head["wsgi.input"] = io.BufferedReader(_Long(body, length, network), SHORT)
            return application(head, start)
        with waiting.BODIES.for_one(network) as fits:
            if not fits:
                return _later(head, start)
            first = _read(body, length)
        head["wsgi.input"] = io.BytesIO(first)
        return application(head, start)

    return handed_over


class _Long(io.RawIOBase):
    """`left`: bytes that are still to come, None where the sender does not say."""

    def __init__(self, body: Any, left: int | None, network: str) -> None:
        self._body, self._left, self._network = body, left, network

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        many = len(into) if self._left is None else min(len(into), self._left)
        if not many:
            return 0
        with waiting.PIECES.for_one(self._network) as fits:
            if not fits:
                raise TooManyWait
            piece: bytes = self._body.read(many)
        into[: len(piece)] = piece
        if self._left is not None:
            self._left -= len(piece)
        return len(piece)


def _length(head: Environ) -> int | None:
    """Of the body, in bytes; None for one that comes in pieces and says no length (RFC 9112, 7.1)."""
    said = str(head.get("CONTENT_LENGTH") or "")
    if said:
        return int(said) if said.isascii() and said.isdigit() and len(said) < 16 else 0
    return None if head.get("HTTP_TRANSFER_ENCODING") else 0


def _read(body: Any, length: int) -> bytes:
    """All of it, or what had come when the sender left."""
    pieces: list[bytes] = []
    while length and (piece := body.read(length)):
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)


def _later(head: Environ, start: Start) -> Iterable[bytes]:
    with translation.override(language_of(str(head.get("PATH_INFO", "")))):
        said = gettext("Very many requests are arriving just now. Please go back and try again in a moment.")
    body, status = f"{said}\n".encode(), HTTPStatus.SERVICE_UNAVAILABLE
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
        ("Retry-After", "2"),
    ]
    start(f"{status.value} {status.phrase}", headers)
    return [body]
