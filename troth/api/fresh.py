"""Answers that change only when the catalogue does, or the stars it was given: a tag by their revisions, so that asking again costs one query."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import get_language

import troth
from troth.catalog import revision
from troth.comments import shelf

KEPT = "public, no-cache"  # keep it, but ask before using it again: a price is never late
TYPED = "private, no-cache"  # what somebody typed is in the address, so no cache on the way keeps it

type Run = Callable[..., HttpResponse]


def by_revision(cached: str = KEPT, *, comments: bool = False) -> Callable[[Run], Run]:
    """`comments`: the answer also tells what customers' stars come to, and changes with them."""

    def kept(run: Run) -> Run:
        @wraps(run)
        def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            tag = _tag(request, comments)  # before the answer is made: then one made during a change counts as old
            response: HttpResponse
            if tag in request.headers.get("If-None-Match", ""):
                response = HttpResponseNotModified()
            else:
                response = run(request, *args, **kwargs)
            if response.status_code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
                response["ETag"], response["Cache-Control"] = tag, cached
            return response

        return asked

    return kept


def comments_of(request: HttpRequest) -> int:
    """The revision of the comments that the answer's tag was made for."""
    known: int = getattr(request, "comments_revision", 0)
    return known


def _tag(request: HttpRequest, comments: bool) -> str:
    """Of this address alone: who sends it has had a good answer from here."""
    goods, said = shelf.revisions() if comments else (revision.current(), 0)
    request.comments_revision = said  # type: ignore[attr-defined]
    told = (getattr(troth, "__version__", ""), goods, said, get_language() or "", request.get_full_path())
    return f'W/"{hashlib.sha256(repr(told).encode()).hexdigest()[:24]}"'
