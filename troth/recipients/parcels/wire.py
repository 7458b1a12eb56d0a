"""The wire to a carrier: certificates are checked, answers are waited for so long and read so far, and only hosts that a
carrier's settings name are called at all. It stands in the place of the `urlopen` that karrio calls.
"""

from __future__ import annotations

import http.client
import io
import json
import socket
import ssl
import time
import urllib.request
from collections.abc import Mapping
from email.message import Message
from functools import cache
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

PATIENCE = 15.0  # seconds, for the connection and for each piece of the answer
IN_ALL = 25.0  # seconds; a server that drips is left
LARGEST = 12 * 1024 * 1024  # bytes; a label of four pages has a tenth of it
# karrio asks who signed at every look, and in a way that FedEx does not answer. We ask once it is there: see `proof`.
NEVER_ASKED = frozenset({"/track/v1/trackingdocuments"})
ASKED_LESS = {"returnSignature=true": "returnSignature=false"}
_hosts: set[str] = set()


class NotSent(OSError):
    """Nobody was there; nothing has left."""


class NoAnswer(OSError):
    """The request left, and what came back is no answer."""


def allow(url: str) -> None:
    """From now on this host may be called: a carrier's settings name it."""
    _hosts.add(_place(url))


def opened(request: urllib.request.Request, timeout: object = None) -> Answer:
    """One request, one answer. Raises NotSent, NoAnswer, and HTTPError for a refusal (4xx) with its body.

    `timeout` is what karrio says, which is never anything.
    """
    if urlsplit(request.full_url).path in NEVER_ASKED:
        raise NotSent("not called")
    for asked, instead in ASKED_LESS.items():
        request.full_url = request.full_url.replace(asked, instead)
    return _exchanged(request)


def proof(url: str, headers: Mapping[str, str], asked: object = None) -> Any:
    """What proves a delivery, as JSON; `asked` is posted as such. Raises as `opened`, ValueError for what is no JSON."""
    body = json.dumps(asked).encode() if asked is not None else None
    told = {"Content-Type": "application/json", "Accept": "application/json", **headers}
    if not url.startswith(("https:", "http:")):
        raise NotSent("not called")
    with _exchanged(urllib.request.Request(url, data=body, headers=told)) as answer:  # noqa: S310
        return json.loads(answer.read())


def _exchanged(request: urllib.request.Request) -> Answer:
    if _place(request.full_url) not in _hosts:
        raise NotSent("not called")
    until = time.monotonic() + IN_ALL
    try:
        with _opener().open(request, timeout=PATIENCE) as response:
            return Answer(response.status, response.headers, _read(response, until))
    except HTTPError as error:
        raise _refusal(error, until) from None
    except URLError as error:  # raised while connecting and sending
        raise (NotSent if _before_sending(error.reason) else NoAnswer)("no connection") from None
    except (OSError, http.client.HTTPException):
        raise NoAnswer("no answer") from None


class Answer:
    """What karrio reads of a response."""

    def __init__(self, status: int, headers: Message, body: bytes) -> None:
        self.status, self.headers, self._body = status, headers, body

    def read(self) -> bytes:
        return self._body

    def __enter__(self) -> Answer:
        return self

    def __exit__(self, *about: object) -> None:
        pass


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An address is not sent on to wherever an answer points."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


@cache
def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.HTTPSHandler(context=ssl.create_default_context()), _NoRedirect())


def _refusal(error: HTTPError, until: float) -> OSError:
    """A 4xx with its body. They are overloaded or broken (429, 5xx), or point elsewhere: that is no answer."""
    if error.code == 429 or error.code >= 500 or error.code < 400:
        return NoAnswer(f"answered {error.code}")
    try:
        body = _read(error, until)
    except (OSError, http.client.HTTPException):
        return NoAnswer("no answer")
    return HTTPError(error.url, error.code, "refused", error.headers, io.BytesIO(body))


def _read(response: Any, until: float) -> bytes:
    pieces, size = [], 0
    while piece := response.read1(64 * 1024):
        size += len(piece)
        if size > LARGEST or time.monotonic() > until:
            raise NoAnswer("the answer does not end")
        pieces.append(piece)
    return b"".join(pieces)


def _before_sending(reason: object) -> bool:
    """A time-out may have struck while sending, so it does not count."""
    return isinstance(reason, ConnectionRefusedError | ssl.SSLError | socket.gaierror)


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
