"""Pages that were shown are counted: how often, never to whom (`troth.visits.counting`).

The middleware stands outside the page cache, so that kept pages count as well, and puts aside what the request said
anyway. Counting reads no cookie and sets none.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from troth.visits import counting, headers
from troth.visits.counting import Seen, Step, countries

from .language import without_language

type Handler = Callable[[HttpRequest], HttpResponseBase]

# Addresses that are the same for everybody. Those that hold a number, a token or an id are not counted at all.
_PAGES: Final = re.compile(
    r"/|/products/|/(?:products|categories)/[-\w]{1,100}/|/search/|/basket/|/checkout/|/privacy/(?:[a-z-]{1,40}/)?|/terms/",
    re.ASCII,
)
_WRITTEN: Final = "wagtail_serve"  # a page written in the office: its address is public
_SHOWN: Final = (200, 304)


class Counted:
    """The middleware."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        agent = headers.agent(request.META)
        if agent and (seen := _seen(request, response, agent)) is not None:
            counting.note(seen)
        return response


def found_nothing(response: HttpResponse, words: str) -> HttpResponse:
    """Says of a page of search results that it has none."""
    response.found_nothing = words  # type: ignore[attr-defined]
    return response


def page_of(request: HttpRequest) -> str:
    """The address in the first language, "" for one that is not counted."""
    path = without_language(request.path_info)
    if _PAGES.fullmatch(path):
        return path
    match = request.resolver_match
    return path if match is not None and match.url_name == _WRITTEN else ""


def _seen(request: HttpRequest, response: HttpResponseBase, agent: str) -> Seen | None:
    told, step, page = request.META, None, ""
    if request.method == "GET":
        page = page_of(request) if _is_shown(request, response) else ""
        step = _step(page)
    elif request.method == "POST" and _went_in(request, response):
        step = Step.BASKET
    if not page and step is None:
        return None
    return Seen(
        at=time.time(),
        page=page,
        host=headers.host(told),
        agent=agent,
        fetch_site=headers.fetch_site(told),
        referrer=headers.referrer(told),
        address=_address(told) if countries.are_known() else None,
        step=step,
        secure=request.is_secure(),
        words=getattr(response, "found_nothing", "")[: headers.WORDS],
    )


def _address(told: Mapping[str, str]) -> tuple[str, str]:
    return told.get("REMOTE_ADDR", ""), headers.forwarded(told)


def _step(page: str) -> Step | None:
    if page.startswith("/products/") and page != "/products/":
        return Step.PRODUCT
    return Step.CHECKOUT if page == "/checkout/" else None


def _is_shown(request: HttpRequest, response: HttpResponseBase) -> bool:
    """A whole page, to somebody: not a part of one, and not fetched in case somebody asks for it (Sec-Purpose)."""
    told = request.META
    return (
        response.status_code in _SHOWN
        and "HTTP_HX_REQUEST" not in told
        and "prefetch" not in told.get("HTTP_SEC_PURPOSE", "")
        and (response.status_code == 304 or response.get("Content-Type", "").startswith("text/html"))
    )


def _went_in(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether something was put into the basket."""
    went = without_language(request.path_info) == "/basket/add/" and response.status_code in (302, 303)
    return went and response.get("Location", "").endswith(("said=done", "said=less"))
