"""One answered request as counting sees it, and what can be told from it. Pure; nothing is looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

LONGEST_HOST = 80
_HOST = re.compile(r"(?=.*[a-z])[a-z0-9-]+(?:\.[a-z0-9-]+)+")  # a name, not a bare number


class Step(StrEnum):
    """On the way to an order, in this order."""

    PRODUCT = "product"
    BASKET = "basket"
    CHECKOUT = "checkout"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Seen:
    """`page`: the address in the first language, "" where no page was shown. `at`: seconds since 1970.

    `fetch_site`, `referrer`, `agent`: as the browser said them. `host`: our own name. `address`: the peer's and what
    a proxy forwarded, only where a network database can tell the country. `words`: of a search that found nothing. It lives until the next flush.
    `as_visitor`: it is no opening of the page, but its visitor, who has not been counted on it today (`visits.once`).
    `secure`: over TLS, where browsers in use say where a request comes from.
    """

    at: float
    page: str
    host: str
    agent: str = field(repr=False)
    fetch_site: str = ""
    referrer: str = field(default="", repr=False)
    address: tuple[str, str] | None = field(default=None, repr=False)
    step: Step | None = None
    words: str = field(default="", repr=False)
    as_visitor: bool = False
    secure: bool = False


def is_arrival(seen: Seen) -> bool:
    """Whether the page was asked for from elsewhere: the browser says so, or else the page it names as the one before.

    `Sec-Fetch-Site` is `none` for an address typed or a bookmark (W3C Fetch Metadata).
    """
    if seen.fetch_site:
        return seen.fetch_site in ("none", "cross-site")
    return not seen.referrer or _host(seen.referrer) != _bare(seen.host)


def source(seen: Seen) -> str:
    """The host that led here, never more of its address; "" for none, or for what is no name of a host."""
    host = _host(seen.referrer)
    named = host.removeprefix("www.")
    return named if host != _bare(seen.host) and len(named) <= LONGEST_HOST and _HOST.fullmatch(named) else ""


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def _bare(host: str) -> str:
    """Without the port."""
    return _host(f"//{host}")
