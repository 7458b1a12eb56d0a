"""Addresses that are only posted to, and where what they answer can be read again. Who opens one is shown the way there.

@only_posted("orders:page", "number")    the page a form stands on, with what its address takes from this one's
came_from(request, path)                 for views that learn it on the way
read_at(request) -> path                 the address to come back to by a link, with its query
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

type View = Callable[..., HttpResponseBase]


def only_posted(page: str, *parts: str) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            return _only_posted(request, _address(page, parts, kwargs))

        guarded.stands_on = (page, parts)  # type: ignore[attr-defined]  # `functools.wraps` carries it on upwards
        return guarded

    return decorate


def came_from(request: HttpRequest, path: str) -> None:
    request.read_at = path  # type: ignore[attr-defined]


def read_at(request: HttpRequest) -> str:
    noted: str = getattr(request, "read_at", "")
    match = request.resolver_match
    stands_on = getattr(match.func, "stands_on", None) if match else None
    if noted or stands_on is None or match is None:
        return noted or request.get_full_path()
    page, parts = stands_on
    return _address(page, parts, match.kwargs)


def _address(page: str, parts: tuple[str, ...], own: dict[str, Any]) -> str:
    return reverse(page, kwargs={part: own[part] for part in parts})


def _only_posted(request: HttpRequest, page: str) -> HttpResponse:
    """With the way to the form (RFC 9110, 15.5.6: a 405 names what is allowed)."""
    response = render(
        request, "storefront/error/only_posted.html", {"page": page}, status=HTTPStatus.METHOD_NOT_ALLOWED
    )
    response["Allow"] = "POST"
    response["Cache-Control"] = "no-store"
    return response
