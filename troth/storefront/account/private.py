"""Pages about one person: never kept by a cache."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]


def unseen(view: Callable[..., Any]) -> View:
    """No cache keeps the answer."""
    kept_by_nobody: View = never_cache(view)
    return kept_by_nobody


def secret(view: Callable[..., Any]) -> View:
    """A page whose address holds a secret: no Referer header ever carries more than the shop's name.

    Not "no-referrer": browsers then post the page's forms with "Origin: null" (Fetch, "append a request Origin
    header"), which Django rightly takes for a forged post.
    """

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "strict-origin"
        return response

    return unseen(answering)


def own(view: Callable[..., Any]) -> View:
    """A page of the signed-in account."""
    return unseen(login_required(view))
