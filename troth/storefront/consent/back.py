"""The way back to the page somebody was on: an address of this shop's own, or its first page.

A page says where it is, unless its address may hold a secret; the browser says it for those, if they let it.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.urls import ResolverMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from ..posted import read_at
from ..sameorigin import host_of

FIELD = "next"
LONGEST = 2000
PUBLIC = frozenset({"slug"})  # parts of addresses that anybody may see; tokens and the like are not written again


def page_of(request: HttpRequest) -> str:
    """Where the visitor is, as a form or a link of this page may say it; "" where it had better not."""
    return _ways(request)[0]


def wanted(request: HttpRequest) -> str:
    """Where the visitor says they came from; "" for anywhere outside of the shop."""
    told = (request.POST if request.method == "POST" else request.GET).get(FIELD, "")
    return safe(told) if told else _from_browser(request)


def choices_from(request: HttpRequest) -> str:
    """The address of the choices page, with the way back to this one."""
    return _ways(request)[1]


def _ways(request: HttpRequest) -> tuple[str, str]:
    """This page, and the choices with the way back to it: head and foot of a page want both, so they are made once."""
    known: tuple[ResolverMatch | None, tuple[str, str]] | None = getattr(request, "ways_back", None)
    match = request.resolver_match
    if known is None or known[0] is not match:  # a page of an error may be drawn before the address is understood
        choices, here = reverse("choices"), safe(read_at(request))
        if match is None or not match.kwargs.keys() <= PUBLIC or here.startswith(choices):
            here = ""
        there = f"{choices}?{urlencode({FIELD: here}, safe='/')}" if here else choices
        known = request.ways_back = match, (here, there)  # type: ignore[attr-defined]
    return known[1]


def safe(path: str) -> str:
    local = path.startswith("/") and len(path) <= LONGEST and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if local else ""


def _from_browser(request: HttpRequest) -> str:
    """The Referer, which pages with a secret in their address hold back."""
    referrer = request.headers.get("Referer", "")
    if host_of(referrer) != request.get_host():
        return ""
    told = urlsplit(referrer)
    path = told.path + (f"?{told.query}" if told.query else "")
    return "" if path.startswith(reverse("choices")) else safe(path)
