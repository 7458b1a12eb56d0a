"""Posts from pages that are the same for everyone, and so hold no token of the visitor's own.

The browser itself says where a post comes from. The rule is that of Go's net/http.CrossOriginProtection (2025):
`Sec-Fetch-Site` decides where it is sent; else `Origin` must name this host; a request with neither is no
browser's doing, since all browsers in use send one of them with a cross-site post. Fit for what does no harm
when guessed wrong (a line in a basket); everything else keeps Django's token.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

type View = Callable[..., HttpResponseBase]


def comes_from_here(request: HttpRequest) -> bool:
    """Whether the browser vouches that one of this shop's own pages sent the request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or host_of(origin) == request.get_host()


def led_here_by_us(request: HttpRequest) -> bool:
    """Whether a page of this very shop led here: not an address that was typed, kept or sent to somebody.

    A browser that does not say names the page before; all pages of ours have it do so (`SECURE_REFERRER_POLICY`).
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return host_of(request.headers.get("Referer", "")) == request.get_host()


def same_origin_post(view: View) -> View:
    """In place of the token: raises PermissionDenied for a post from elsewhere."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD", "OPTIONS") and not comes_from_here(request):
            raise PermissionDenied("posted from another site")
        return view(request, *args, **kwargs)

    return csrf_exempt(guarded)


def host_of(address: str) -> str:
    """Host and port; "" for an address that has none or is malformed, such as "http://[" (`urlsplit` raises there)."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""
