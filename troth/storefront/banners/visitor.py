"""The picture that counts visitors of a page for figures that partners may get: only of those who allow measurement.

How often a browser counts is in its own cookie (`troth.visits.once`). A browser that keeps no cookies would count anew with
every page; so it is first asked to come back with one, and is not counted if it does not.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from troth.catalog import named
from troth.catalog.models import Category
from troth.visits import counting, headers, once
from troth.visits.counting import Seen

from .. import consent
from ..consent.sent import cookie_name as choices_cookie
from ..counted import page_of
from .beacon import HEADERS, picture
from .really import really_seen

AGAIN: Final = "again"
PAGE: Final = "at"
_PAGES: Final = re.compile(r"/|/products/|/(products|categories)/([-\w]{1,100})/", re.ASCII)
_PICTURES: Final = ("", "image")  # Sec-Fetch-Dest; older browsers say nothing


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """A page was opened. One that the shop does not list is not counted, so that nobody makes up names."""
    at, moment = request.GET.get(PAGE, ""), timezone.now()
    day = timezone.localdate(moment)
    if not _counts(request):
        return picture()
    held = request.COOKIES.get(cookie_name(), "")
    if not once.is_of(held, day):
        return picture() if AGAIN in request.GET else _asked_again(at, once.begun(day))
    now = once.added(held, at, day)
    if now is None or not _is_listed(at):
        return picture()
    # That moment and no later one: past midnight a page would count on a day whose share the cookie does not know.
    counting.note(Seen(moment.timestamp(), at, "", headers.agent(request.META), as_visitor=True))
    return _keeping(picture(), now)


def address(request: HttpRequest) -> str:
    """Of the picture as it stands on a page; "" where it counts nobody. No query."""
    at = page_of(request)
    if not (_PAGES.fullmatch(at) and _allowed(request)):
        return ""
    return _picture_of({PAGE: at})


@cache
def cookie_name() -> str:
    return f"__Host-{once.NAME}" if choices_cookie().startswith("__Host-") else once.NAME


def _is_listed(page: str) -> bool:
    """At most one query; asked four times a day and browser at most."""
    found = _PAGES.fullmatch(page)
    if found is None or found[2] is None:
        return found is not None
    if found[1] == "products":
        return named.is_shown(found[2])
    return Category.objects.filter(published=True, slug=found[2]).exists()


def _counts(request: HttpRequest) -> bool:
    told = request.META
    return really_seen(request) and told.get("HTTP_SEC_FETCH_DEST", "") in _PICTURES and _allowed(request)


def _allowed(request: HttpRequest) -> bool:
    return once.is_declared() and consent.of(request).allows(once.CATEGORY)


def _asked_again(at: str, text: str) -> HttpResponse:
    return _keeping(HttpResponseRedirect(_picture_of({PAGE: at, AGAIN: "1"}), headers=HEADERS), text)


def _picture_of(query: dict[str, str]) -> str:
    return f"{reverse('machines:page-seen')}?{urlencode(query)}"


def _keeping(response: HttpResponse, text: str) -> HttpResponse:
    response.set_cookie(
        cookie_name(),
        text,
        max_age=once.life(timezone.now()),
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
