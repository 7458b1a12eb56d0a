"""The cookie that opens an order to the browser that placed it, or that followed the link in a mail. Declared."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from troth.orders import access, numbers

NAME = "order_access"


def name() -> str:
    """What the browser calls it; TLS allows the stricter name."""
    return f"__Host-{NAME}" if settings.SESSION_COOKIE_NAME.startswith("__Host-") else NAME


def browser(request: HttpRequest) -> str:
    """The browser's random word, or "" for one that has none."""
    word = request.COOKIES.get(name(), "")
    return word if 32 <= len(word) <= 64 else ""


def browser_or_new(request: HttpRequest) -> str:
    return browser(request) or numbers.secret()


def keep(response: HttpResponse, word: str) -> None:
    response.set_cookie(
        name(),
        word,
        max_age=int(access.KEPT.total_seconds()),
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
