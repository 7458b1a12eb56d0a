"""The other site as a WSGI application that stands beside the shop's, and takes the requests for its own host."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qsl

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from . import told

type Environ = dict[str, Any]
type Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

HOST: Final = "elsewhere.localhost"
# A see-through GIF of one pixel (GIF89a specification).
DOT: Final = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b")
PARTIES: Final = {"tally_house": "Tally House", "northlight": "Northlight", "lantern_films": "Lantern Films"}
DAY: Final = 86400


@dataclass(frozen=True, slots=True)
class Answer:
    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: HTTPStatus = HTTPStatus.OK
    cookies: tuple[str, ...] = field(default=())


def beside(shop: Application) -> Application:
    """The shop, and this site at its own host."""

    def both(asked: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if asked.get("HTTP_HOST", "").partition(":")[0].lower() != HOST:
            return shop(asked, start_response)
        with translation.override(_language(asked.get("HTTP_ACCEPT_LANGUAGE", ""))):
            answer = _answer(asked)
        start_response(f"{answer.status.value} {answer.status.phrase}", _headers(answer))
        return [] if asked["REQUEST_METHOD"] == "HEAD" else [answer.body]

    return both


def _answer(asked: Environ) -> Answer:
    if asked["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return Answer(b"", status=HTTPStatus.METHOD_NOT_ALLOWED)
    match asked.get("PATH_INFO", "/").strip("/").split("/"):
        case [""]:
            return _page("first", hits=told.latest())
        case ["look.css"]:
            return Answer(render_to_string("recipients/elsewhere/look.css").encode(), "text/css; charset=utf-8")
        case ["tally_house", "count.gif"]:
            _heard(asked, "Tally House")
            return Answer(DOT, "image/gif", cookies=(_cookie("tally_day", f"{datetime.now(UTC):%Y-%m-%d}", DAY),))
        case ["northlight", "advert"]:
            _heard(asked, "Northlight")
            return _page("advert", cookies=(_cookie("northlight_shown", _one_more(asked), 30 * DAY),))
        case ["lantern_films", "film", what]:
            _heard(asked, "Lantern Films")
            return _page("film", what=what, cookies=(_cookie("lantern_volume", "half"),))
        case [party, "privacy"] if party in PARTIES:
            return _page("privacy", party=PARTIES[party])
    return Answer(b"Not found.\n", "text/plain", HTTPStatus.NOT_FOUND)


def _page(name: str, cookies: tuple[str, ...] = (), **context: Any) -> Answer:
    context |= {"shop": settings.TROTH.base_url, "language": translation.get_language()}
    return Answer(render_to_string(f"recipients/elsewhere/{name}.html", context).encode(), cookies=cookies)


def _heard(asked: Environ, who: str) -> None:
    query = parse_qsl(asked.get("QUERY_STRING", ""))[:8]
    told.note(who, f"{asked.get('PATH_INFO', '')}", query, asked.get("HTTP_REFERER", ""))


def _cookie(name: str, value: str, life: int = 0) -> str:
    """As a third party has to set it to be kept by browsers that keep such cookies apart for each site (CHIPS)."""
    lasting = f"; Max-Age={life}" if life else ""
    return f"{name}={value}; Path=/{lasting}; Secure; HttpOnly; SameSite=None; Partitioned"


def _one_more(asked: Environ) -> str:
    _before, found, after = asked.get("HTTP_COOKIE", "").partition("northlight_shown=")
    number = after.partition(";")[0]
    return str(min(int(number) + 1, 999) if found and number.isdecimal() and len(number) < 4 else 1)


def _headers(answer: Answer) -> list[tuple[str, str]]:
    rules = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"
    return [
        ("Content-Type", answer.kind),
        ("Content-Length", str(len(answer.body))),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", rules),
        ("Cross-Origin-Resource-Policy", "cross-origin"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        *(("Set-Cookie", cookie) for cookie in answer.cookies),
    ]


def _language(wanted: str) -> str:
    first = wanted[:2].lower()
    return first if first in dict(settings.LANGUAGES) else str(settings.LANGUAGE_CODE)
