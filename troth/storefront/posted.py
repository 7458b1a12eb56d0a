"""Addresses that are only posted to, and where what they answer can be read again: a link to them would only meet a 405.

@only_posted("orders:page", "number")    the page a form stands on, with what its address takes from this one's
came_from(request, path)                 for views that learn it on the way
read_at(request) -> path                 the address to come back to by a link, with its query
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST

type View = Callable[..., HttpResponseBase]


def only_posted[V: View](page: str, *parts: str) -> Callable[[V], V]:
    def decorate(view: V) -> V:
        guarded = require_POST(view)
        guarded.stands_on = (page, parts)  # type: ignore[attr-defined]  # `functools.wraps` carries it on upwards
        return guarded

    return decorate


def came_from(request: HttpRequest, path: str) -> None:
    request.read_at = path  # type: ignore[attr-defined]


def read_at(request: HttpRequest) -> str:
    noted: str = getattr(request, "read_at", "")
    match = request.resolver_match
    stands_on = getattr(match.func, "stands_on", None) if match else None
    if noted or stands_on is None or match is None or request.method in ("GET", "HEAD"):
        return noted or request.get_full_path()
    page, parts = stands_on
    return reverse(page, kwargs={part: match.kwargs[part] for part in parts})
