"""Pages that somebody asked for go into the log of visits (`troth.visits.log`).

The middleware stands outside the page cache, so that kept pages are logged as well, and puts aside what the request said
anyway. It reads no cookie of its own and sets none; what works here is the office's business, and isn't logged.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponseBase

from troth.visits import headers
from troth.visits.log import Came, note

from . import consent
from .counted import page_of
from .language import without_language

type Handler = Callable[[HttpRequest], HttpResponseBase]

NOT_PAGES: Final = ("/office/", "/api/", "/media/", "/static/", "/seen/", "/.well-known/")
NO_SUCH_PAGE: Final = "/…"  # what was typed there may be anything
SHOWN: Final = (200, 304)
WRITTEN: Final = "wagtail_serve"  # takes whatever nobody else took
CATEGORY: Final = "measurement"


class VisitLog:
    """The middleware."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if _is_page(request, response):
            note(_came(request, response))
        return response


def _came(request: HttpRequest, response: HttpResponseBase) -> Came:
    told = request.META
    chosen = consent.of(request) if consent.was_asked(request) else None  # asking anew could cost a query
    return Came(
        time.time(),
        told.get("REMOTE_ADDR", ""),
        headers.forwarded(told),
        headers.agent(told),
        headers.referrer(told),
        headers.host(told),
        _page(request, response),
        response.status_code,
        chosen is not None and chosen.allows(CATEGORY),
        chosen is not None and chosen.said.get(CATEGORY) is True,
    )


def _is_page(request: HttpRequest, response: HttpResponseBase) -> bool:
    """A whole page or a way to one, to somebody: not a part of one, and not fetched in case somebody asks for it."""
    told = request.META
    return (
        not request.path_info.startswith(NOT_PAGES)
        and "HTTP_HX_REQUEST" not in told
        and "HTTP_SEC_PURPOSE" not in told
        and (response.status_code == 304 or response.get("Content-Type", "").startswith("text/html"))
    )


def _page(request: HttpRequest, response: HttpResponseBase) -> str:
    """The address of pages that are the same for everybody. Others hold numbers and keys: of those, the pattern."""
    match, page = request.resolver_match, page_of(request)
    if match is None:  # shown from the page cache, or nobody's address
        return page or (without_language(request.path_info) if response.status_code in SHOWN else NO_SUCH_PAGE)
    if match.url_name == WRITTEN:
        return page if response.status_code in SHOWN else NO_SUCH_PAGE
    return page or f"/{match.route}"
