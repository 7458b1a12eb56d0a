"""The number beside the word "Basket" in the head of each page.

Pages are kept without it: `{% basket_count %}` prints a mark, and the page cache puts the number in its place.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import ngettext

from troth.orders import basket

# No visitor can write it: templates escape "<".
MARK: Final = b"<!--basket-->"
COOKIE: Final = "basket"
MOST_SHOWN: Final = 99


@cache
def cookie_name() -> str:
    """What the browser calls the basket's cookie; TLS allows the stricter name."""
    return f"__Host-{COOKIE}" if settings.SESSION_COOKIE_NAME.startswith("__Host-") else COOKIE


def of(request: HttpRequest) -> int:
    """How many things are in the visitor's basket. One query; none without the cookie, or where the view has looked."""
    known: int | None = getattr(request, "basket_pieces", None)
    if known is not None:
        return known
    token = request.COOKIES.get(cookie_name(), "")
    return basket.count(token) if token else 0


def seen(request: HttpRequest, pieces: int) -> None:
    """The view has looked into the basket and found so many things in it."""
    request.basket_pieces = pieces  # type: ignore[attr-defined]


def shown(count: int) -> bytes:
    if count < 1:
        return b""
    words = ngettext("%(count)d thing in it", "%(count)d things in it", count) % {"count": count}
    figure = str(count) if count <= MOST_SHOWN else f"{MOST_SHOWN}+"
    return format_html(
        '<span class="masthead__count" aria-hidden="true">{}</span><span class="visually-hidden"> ({})</span>',
        figure,
        words,
    ).encode()
