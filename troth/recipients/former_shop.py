"""Pictures at the public addresses a former shop left in its export: the errand on which this shop goes out to read.

    go = Errand(hosts)
    go.picture(url) -> bytes        raises NotFetched with a word for the report

What could go wrong, and what stands against it. The addresses come out of a file that somebody sent, so they are a stranger's
words. *They lead behind our own walls* (another service, a cloud's metadata, the databases): https only, the name looked
up once, every answer public, and the line made to the very address that was checked (`webhooks.line`); each redirect,
three at most, goes through the same door. *They make the shop call whom nobody meant*: only hosts that a person here has
confirmed for this errand are called, redirects included. *The answer is endless, slow or a bomb*: bytes, seconds and tries
are bounded, nothing packed is asked for or taken; what came is only bytes until `catalog.redrawn` has drawn it anew.
*We are a burden, or tell something*: one request at a time, a pause between two to the same host, and a busy host is
left alone as long as it asks. No cookie, referrer, proof of identity or anything about a person is sent or kept.

In a practice shop this machine itself may be the former shop, without https.
"""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from django.conf import settings

from .webhooks.line import Checked, Line, NotCalled, checked

MOST_BYTES: Final = 20 * 1024 * 1024  # of one picture
IN_ALL: Final = 30.0  # seconds for one answer
PAUSE: Final = 0.2  # seconds between two requests to a host
LONGEST_WAIT: Final = 20.0  # seconds that a busy host may ask for
MOST_REDIRECTS: Final = 3
TRIES: Final = 2
_CHUNK: Final = 64 * 1024
_POINTS_ELSEWHERE: Final = frozenset({301, 302, 303, 307, 308})
_BUSY: Final = frozenset({429, 503})
_GONE: Final = frozenset({401, 403, 404, 410})
_HEADERS: Final = {
    "User-Agent": "Troth",
    # The picture as it was, where a host would otherwise choose the lightest it can make for a browser.
    "Accept": "image/jpeg,image/png,image/webp,image/avif,image/gif",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
_HOME: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class NotFetched(Exception):
    """`why`: a word for the report. `host`: whose fault it was; for "host" the one that nobody has confirmed."""

    def __init__(self, why: str, host: str = "") -> None:
        self.why, self.host = why, host
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    location: str
    wait: float
    content: bytes


@dataclass(slots=True)
class Errand:
    """`hosts`: as `host_of` writes them. `came`: bytes, of all answers."""

    hosts: frozenset[str]
    came: int = 0
    _last: dict[str, float] = field(default_factory=dict)

    def picture(self, url: str) -> bytes:
        """The bytes at this address, whatever they are. Raises NotFetched."""
        for _hop in range(MOST_REDIRECTS + 1):
            answer = self._answered(url)
            if answer.status not in _POINTS_ELSEWHERE:
                return _content(answer, url)
            url = _pointed_to(url, answer.location)
        raise NotFetched("redirects", host_of(url))

    def _answered(self, url: str) -> _Answer:
        """The first answer that is not "busy"; a line that broke is tried once more."""
        for left in reversed(range(TRIES)):
            where = self._checked(url)
            self._pause(where.host)
            try:
                answer = _asked(where)
            except NotFetched as trouble:
                if trouble.why != "no-answer" or not left:
                    raise
                continue
            self.came += len(answer.content)
            if answer.status not in _BUSY:
                return answer
            if left:
                time.sleep(answer.wait)
        raise NotFetched("busy", host_of(url))

    def _checked(self, url: str) -> Checked:
        host = host_of(url)
        if host not in self.hosts:
            raise NotFetched("host", host)
        try:
            where = checked(_spelled(url))
        except NotCalled as trouble:
            raise NotFetched(trouble.why, host) from None
        if where.parts.scheme != "https" and not all(address in _HOME for address in where.addresses):
            raise NotFetched("not-https", host)
        return where

    def _pause(self, host: str) -> None:
        left = self._last.get(host, 0.0) + PAUSE - time.monotonic()
        if left > 0:
            time.sleep(left)
        self._last[host] = time.monotonic()


def host_of(url: str) -> str:
    """ "cdn.shopify.com", with the port where it is another than usual; "" for an address that leads nowhere."""
    try:
        parts = urlsplit(_spelled(url))
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "").rstrip(".")
    usual = 443 if parts.scheme == "https" else 80
    return f"{host}:{port}" if host and port not in (None, usual) else host


def _spelled(url: str) -> str:
    """As it goes over the line: ASCII, without fragment, and with https unless it is this machine's in practice.

    Old exports are full of http:// for hosts that have long had both.
    """
    try:
        parts = urlsplit(url)
        home = settings.TROTH.practice and (parts.hostname or "") in _HOME
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    except ValueError:  # UnicodeError is one
        return ""
    scheme = "https" if parts.scheme == "http" and not home else parts.scheme
    if scheme != parts.scheme:
        host = host.removesuffix(":80")
    path, query = quote(parts.path, safe="/%:@!$&'()*+,;=~"), quote(parts.query, safe="/?%:@!$&'()*+,;=~")
    return urlunsplit(SplitResult(scheme, host, path, query, ""))


def _pointed_to(url: str, location: str) -> str:
    """Where an answer points. Raises NotFetched for one that points nowhere."""
    try:
        where = urljoin(_spelled(url), location) if location else ""
    except ValueError:  # such as "https://[elsewhere/"
        where = ""
    if not where:
        raise NotFetched("answer", host_of(url))
    return where


def _asked(where: Checked) -> _Answer:
    """One answer, as far as it is wanted. Raises NotFetched."""
    line = Line(where)
    end = threading.Timer(IN_ALL, line.cut)
    end.daemon = True
    end.start()
    try:
        line.request("GET", where.path, headers=_HEADERS)
        answer = line.getresponse()
        content = _read(answer) if answer.status == 200 else b""
        if line.was_cut:
            raise NotFetched("slow", where.host)
        return _Answer(answer.status, answer.getheader("Location", ""), _wait(answer), content)
    except TimeoutError:
        raise NotFetched("slow", where.host) from None
    except ssl.SSLError:
        raise NotFetched("tls", where.host) from None
    except (OSError, http.client.HTTPException):
        raise NotFetched("slow" if line.was_cut else "no-answer", where.host) from None
    finally:
        end.cancel()
        line.close()


def _read(answer: http.client.HTTPResponse) -> bytes:
    """No more than a picture may have, whatever length the answer claims. Raises NotFetched."""
    if answer.getheader("Content-Encoding", "identity").casefold() != "identity":
        raise NotFetched("packed")
    pieces, size, end = [], 0, time.monotonic() + IN_ALL
    while piece := answer.read1(_CHUNK):
        if time.monotonic() > end:  # an answer that drips; by now the watch no longer holds the line
            raise NotFetched("slow")
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise NotFetched("large")
    if answer.length:  # of the bytes it promised, so many did not come
        raise NotFetched("no-answer")
    return b"".join(pieces)


def _content(answer: _Answer, url: str) -> bytes:
    if answer.status != 200:
        raise NotFetched("gone" if answer.status in _GONE else "answer", host_of(url))
    if not answer.content:
        raise NotFetched("empty", host_of(url))
    return answer.content


def _wait(answer: http.client.HTTPResponse) -> float:
    """Seconds, as a busy host asks for (RFC 9110, 10.2.3); a date counts as the longest."""
    told = answer.getheader("Retry-After", "")
    if not told:
        return 1.0
    return min(float(told), LONGEST_WAIT) if told.isascii() and told.isdecimal() and len(told) < 6 else LONGEST_WAIT
