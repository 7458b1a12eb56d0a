"""The line to a program's address: it goes where it was checked to go, waits so long, and hears a status and no more.

An address in the office's hands must not reach what stands behind the shop's own walls. Its host is looked up once, every
answer of that is checked, and the connection is made to the very address that was checked: a name that changes between
looking and calling leads nowhere else ("DNS rebinding"). What an answer points to is not followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

PATIENCE = 5.0  # seconds, for the connection and for each piece
IN_ALL = 10.0  # seconds; an answer that drips is left
MOST_ADDRESSES = 2  # of a host: the second is tried where nobody is at the first


class NotCalled(Exception):
    """The address is none that may be called. `why` is a word for the log."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class NoAnswer(Exception):
    """Called, and nothing came back, or nothing in time. `why` is a word for the log."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Checked:
    """Where to: `addresses` are what was looked up and found fit."""

    parts: SplitResult
    host: str
    port: int
    addresses: tuple[str, ...]

    @property
    def path(self) -> str:
        return f"{self.parts.path or '/'}{'?' + self.parts.query if self.parts.query else ''}"


def shaped(url: str) -> tuple[SplitResult, str, int]:
    """The address taken apart; raises NotCalled for one that is malformed, or not https where that is asked."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotCalled("malformed") from None
    host = (parts.hostname or "").rstrip(".")
    if not host or parts.username is not None or parts.password is not None or parts.fragment or not url.isascii():
        raise NotCalled("malformed")
    if any(sign <= " " or sign == "\x7f" for sign in url):
        raise NotCalled("malformed")
    if parts.scheme != "https" and not (settings.TROTH.practice and parts.scheme == "http"):
        raise NotCalled("not-https")
    return parts, host, port or (443 if parts.scheme == "https" else 80)


def checked(url: str) -> Checked:
    """Looked up once, here. All that the name leads to must be fit. Raises NotCalled."""
    parts, host, port = shaped(url)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotCalled("unknown-host") from None
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not addresses or not all(_fit(address) for address in addresses):
        raise NotCalled("inside")
    return Checked(parts, host, port, tuple(addresses[:MOST_ADDRESSES]))


def post(where: Checked, body: bytes, headers: Mapping[str, str]) -> int:
    """The status of the answer; nothing else of it is read. Raises NoAnswer."""
    line = Line(where)
    end = threading.Timer(IN_ALL, line.cut)
    end.daemon = True
    end.start()
    try:
        line.request("POST", where.path, body, dict(headers))
        return line.getresponse().status
    except TimeoutError:
        raise NoAnswer("slow") from None
    except ssl.SSLError:
        raise NoAnswer("tls") from None
    except (OSError, http.client.HTTPException):
        raise NoAnswer("slow" if line.was_cut else "no-answer") from None
    finally:
        end.cancel()
        line.close()


class Line(http.client.HTTPConnection):
    """A connection to the address that was checked, under the name it was checked for."""

    def __init__(self, where: Checked) -> None:
        super().__init__(where.host, where.port, timeout=PATIENCE)
        self.where, self.was_cut = where, False
        # `Host` names the port only where it is another than the scheme's own (RFC 9110, 7.2).
        self.default_port = 443 if where.parts.scheme == "https" else 80

    def connect(self) -> None:
        self.sock = self._reached()
        if self.where.parts.scheme == "https":
            self.sock = _certificates().wrap_socket(self.sock, server_hostname=self.where.host)

    def _reached(self) -> socket.socket:
        *others, last = self.where.addresses
        for address in others:
            with suppress(OSError):
                return socket.create_connection((address, self.where.port), PATIENCE)
        return socket.create_connection((last, self.where.port), PATIENCE)

    def cut(self) -> None:
        """From the watching thread: whoever still waits on the line hears that it is over."""
        self.was_cut = True
        line = self.sock
        if line is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()


def _fit(text: str) -> bool:
    """Out in the world; in a practice shop also this machine itself, where programs are tried out.

    Addresses that hold another one (6to4, Teredo, translators; RFC 3056, 4380, 6052) are not global, or reserved.
    """
    address = ipaddress.ip_address(text.partition("%")[0])
    inner = getattr(address, "ipv4_mapped", None)
    address = inner or address
    if settings.TROTH.practice and address.is_loopback:
        return True
    # fec0::/10 stood for "inside" until 2004 (RFC 3879), and Python counts it as global.
    inside = getattr(address, "is_site_local", False)
    return address.is_global and not (inside or address.is_multicast or address.is_reserved)
