"""The basket's cookie: a random word, declared in the policy, set when something is first put in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from troth.orders import basket

from ..basketcount import cookie_name


def token(request: HttpRequest) -> str:
    """The visitor's basket, or "". Longer words than ours are nobody's basket."""
    word = request.COOKIES.get(cookie_name(), "")
    return word if len(word) <= 64 else ""


def keep(response: HttpResponse, word: str) -> None:
    response.set_cookie(
        cookie_name(),
        word,
        max_age=int(basket.KEPT.total_seconds()),
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
