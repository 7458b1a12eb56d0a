"""Whole pages, kept for visitors nobody knows.

A page is kept only if its view says that it is the same for everyone (`@same_for_everyone`), and only what
came of a request without a session, without messages and without a cookie set on the way. Its key holds all
that the page depends on: path, declared query, language, mode, version of the program and of the policy, what the
visitor's choices allow, and the revision of the comments shown. Pages of an earlier revision of the comments are thrown away
as soon as one of a later is kept: what somebody has taken back is not shown, and does not lie in memory either.

A page is shown under the revision of the catalogue it was made under, so that a changed price is on the next page. Once the
catalogue has changed, its view asks anew what there is to show; where that is what the page shows already (`Drawn`), it is
not drawn again, and kept under the new revision.

The number of things in the basket is the one thing that differs. `base.html` leaves a mark for it, and this
middleware fills it in, in kept pages and others alike.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, wraps
from typing import Final, TypeIs

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.csp import CSP
from isal import igzip

import troth

from . import basketcount, consent, drawn, freshness, identity

KEPT_SECONDS: Final = 600  # badges such as "New" run out by the clock, not by a revision
QUERY: Final = frozenset({"page", "sort", "q", "variant", "f", "maker", "from", "to", "stock"})
PACKED: Final = 3  # ISA-L's best: 33 µs for a page of 14 kB, which zlib's 6 takes 165 µs to make 4% smaller
LONGEST: Final = 400  # characters of path and query; a longer one is made once and forgotten
ELSEWHERE: Final = "/api/"  # answers for programs have tags of their own
RULES: Final = (CSP.HEADER_ENFORCE, CSP.HEADER_REPORT_ONLY)
PERSONAL_COOKIES: Final = ("messages",)  # beside the session's, whose name depends on the mode

_newest = [0]  # revision of the comments on the page that was kept last

type Handler = Callable[[HttpRequest], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished page. `zipped` is the body for an empty basket, compressed: a fifth of the memory of what it unpacks to, which
    25 µs do for the few who have something in their basket.

    `place`: where the number of things goes, -1 for a page without it. `revision`: of the catalogue that it was last found to
    fit. `shows`: digest of what stands on it (`drawn.digest`), "" where that is not known.
    """

    headers: tuple[tuple[str, str], ...]
    zipped: bytes
    place: int
    tag: str
    revision: int
    shows: str

    def body(self, count: int) -> bytes:
        empty = igzip.decompress(self.zipped)
        if self.place < 0:
            return empty
        return empty[: self.place] + basketcount.shown(count) + empty[self.place :]


def same_for_everyone[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Declares that what the view returns depends on nothing but what the key holds."""

    @wraps(view)
    def declared(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(*args, **kwargs)
        if not hasattr(response, "same_for_everyone"):
            response.same_for_everyone = True  # type: ignore[attr-defined]
        return response

    return declared


def only_for_this_visit(response: HttpResponse) -> HttpResponse:
    """Takes one answer of such a view out again: what the visitor typed stands on it."""
    response.same_for_everyone = False  # type: ignore[attr-defined]
    return response


class PageCache:
    """The middleware. Outside sessions and log-in, so that a kept page costs neither."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_nobody(request):
            return _with_count(request, self.get_response(request))
        request.get_host()  # refuses a host that is not ours, as the skipped middleware would
        key, front = key_of(request), freshness.of(request)
        kept: Kept | None = store().get(key)
        if kept is None or kept.revision != front.revision:
            request.page_before = kept  # type: ignore[attr-defined]
            response = self.get_response(request)
            if not is_common(response, request):
                return _with_count(request, drawn.after_all(response))
            kept = replace(kept, revision=front.revision) if kept and drawn.is_left(response) else keep(response, front)
            if request.method == "GET":
                _throw_away_before(front.comments)
                store().set(key, kept, KEPT_SECONDS)
        return answer(request, kept)

    def process_template_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Django asks before it draws: what is kept and shows the same is not drawn again."""
        before: Kept | None = getattr(request, "page_before", None)
        if isinstance(response, drawn.Drawn) and is_nobody(request) and is_common(response, request):
            response.leave_if(before.shows if before else "")
        return response


def is_nobody(request: HttpRequest) -> bool:
    """A plain question by someone without a session."""
    return (
        request.method in ("GET", "HEAD")
        and not request.path.startswith(ELSEWHERE)
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not any(name in request.COOKIES for name in PERSONAL_COOKIES)
        and request.GET.keys() <= QUERY
        and len(request.get_full_path()) <= LONGEST
        and not request.headers.get("Authorization")
        and not request.headers.get("HX-Request")
    )


def is_common(response: HttpResponseBase, request: HttpRequest) -> TypeIs[HttpResponse]:
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and getattr(response, "same_for_everyone", False)
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    )


def key_of(request: HttpRequest) -> str:
    """A digest, so that no path or query stands in the cache in clear."""
    # As JSON, so that no path or value can look like another part: "page=2&q=flask" may be one value.
    query = sorted(request.GET.lists())
    chosen, language = consent.of(request).variant, translation.get_language()
    day = str(timezone.localdate())  # banners begin and end with it
    front = freshness.of(request)
    parts = [*_surroundings(), language, chosen, day, front.comments, request.path, query]
    return "page:" + hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def keep(response: HttpResponse, front: freshness.Front) -> Kept:
    body = response.content
    headers = tuple((name, value) for name, value in response.items() if name not in ("Content-Length", "Vary"))
    return Kept(
        headers,
        igzip.compress(body.replace(basketcount.MARK, b"", 1), PACKED, mtime=0),
        body.find(basketcount.MARK),
        hashlib.sha256(body).hexdigest()[:24],
        front.revision,
        response.shows if isinstance(response, drawn.Drawn) else "",
    )


def answer(request: HttpRequest, kept: Kept) -> HttpResponseBase:
    count = basketcount.of(request)
    zipped = count == 0 and "gzip" in request.headers.get("Accept-Encoding", "")
    body = kept.zipped if zipped else kept.body(count)
    response = HttpResponse(body, headers=dict(kept.headers))
    if zipped:
        response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(body))
    response["Vary"] = "Accept-Encoding, Cookie, Sec-GPC"
    response["Cache-Control"] = "private, no-cache"  # keep it, but ask before showing it again
    tag = f'W/"{kept.tag}-{count}-{consent.of(request).variant}"'
    response["ETag"] = tag
    found = get_conditional_response(request, etag=tag, response=response) or response
    return _under_the_same_rules(found, kept)


def _under_the_same_rules(response: HttpResponseBase, kept: Kept) -> HttpResponseBase:
    """A browser takes over the headers of a 304 (RFC 9111, 3.2), and of these Django's keeps few."""
    for name, value in kept.headers:
        if name in RULES:
            response.headers[name] = value
    return response


def _with_count(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """A page that was made for this request. Unless its view said how long it keeps, no cache on the way keeps it."""
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = "private, no-cache"
    if consent.was_asked(request) and response.get("Content-Type", "").startswith("text/html"):
        patch_vary_headers(response, ("Cookie", "Sec-GPC"))
    if isinstance(response, HttpResponse) and basketcount.MARK in response.content:
        number = basketcount.shown(basketcount.of(request))
        response.content = response.content.replace(basketcount.MARK, number, 1)
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))
    return response


def _throw_away_before(comments: int) -> None:
    """A page made just before may be kept just after: nobody is shown it, and it goes with the next change or its time."""
    if comments != _newest[0]:
        _newest[0] = comments
        store().clear()


def store() -> BaseCache:
    return caches["pages" if "pages" in settings.CACHES else "default"]


@cache
def _surroundings() -> tuple[str, ...]:
    return settings.TROTH.mode, getattr(troth, "__version__", ""), identity.shop().policy_version
