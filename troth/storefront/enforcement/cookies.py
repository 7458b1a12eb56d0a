"""A cookie that the policy does not declare, or that this visitor has not allowed, does not leave the shop.

It is taken out of the response and counted, with the kind of page; where `COOKIE_FAULTS` says so, it raises. What a
browser still holds from a choice that no longer stands is expired.
"""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import CookieError, Morsel, SimpleCookie
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from troth.visits import enforcement
from troth.visits.consent import Consent
from troth.visits.enforcement import Kind, NotAllowed, Setting

from .. import consent

type Handler = Callable[[HttpRequest], HttpResponseBase]

ENDLESS: Final = 10**10  # seconds; for an end in words, which nothing here sets beside Max-Age
RAW: Final = "Set-Cookie"
ATTRIBUTES: Final = frozenset(Morsel())


class Cookies:
    """The middleware. A page without cookies, in or out, costs it a look into a table."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.cookies or RAW in response.headers:
            _hold_back(request, response)
        if request.COOKIES:
            _expire(request, response)
        return response


def _hold_back(request: HttpRequest, response: HttpResponseBase) -> None:
    readable = _unpacked(response)
    known = enforcement.in_force(live=settings.SESSION_COOKIE_SECURE)
    # Essential cookies wait for nobody's choice, so nobody's is looked up for them.
    visitor = Consent() if known.chosen.isdisjoint(response.cookies) else consent.of(request)
    wanted = [Setting(name, _life(morsel)) for name, morsel in response.cookies.items()]
    faults = [
        enforcement.Fault(each.cookie, each.kind, kind_of_page(request))
        for each in enforcement.judge(wanted, known, visitor)
    ]
    if not readable:
        faults.append(enforcement.Fault(enforcement.ODD, Kind.UNDECLARED, kind_of_page(request)))
    if not faults:
        return
    if settings.COOKIE_FAULTS == "raise":
        raise NotAllowed(faults)
    for fault in faults:
        if fault.kind is Kind.LASTING:
            _shorten(response.cookies[fault.cookie], known.life[fault.cookie])
        else:
            response.cookies.pop(fault.cookie, None)
        enforcement.record(fault)


def _expire(request: HttpRequest, response: HttpResponseBase) -> None:
    known = enforcement.in_force(live=settings.SESSION_COOKIE_SECURE)
    if known.chosen.isdisjoint(request.COOKIES):
        return
    for name in enforcement.leftovers(request.COOKIES, known, consent.of(request)):
        secure = name.startswith("__Host-") or settings.SESSION_COOKIE_SECURE
        response.set_cookie(name, "", max_age=0, path="/", secure=secure, samesite="Lax")


def kind_of_page(request: HttpRequest) -> str:
    """The name of the address in the program, such as "product"; "page" where it has none."""
    match = getattr(request, "resolver_match", None)
    return (match.view_name or "page") if match is not None else "page"


def _unpacked(response: HttpResponseBase) -> bool:
    """A cookie written as a header by hand becomes one like the others. Whether all of it could be read: the rest is left out."""
    if RAW not in response.headers:
        return True
    raw = response.headers[RAW]
    del response.headers[RAW]
    try:
        found = SimpleCookie(raw)
    except CookieError:
        return False
    for name, morsel in found.items():
        response.cookies[name] = morsel.value
        response.cookies[name].update(morsel)
    named = {part.partition("=")[0].strip() for part in raw.split(";")} - {""}
    return bool(found) and all(name in found or name.lower() in ATTRIBUTES for name in named)


def _life(morsel: Morsel[Any]) -> int:
    """Seconds; 0 for one that ends with the browser, -1 for one that is taken away."""
    told = str(morsel["max-age"])
    if told.lstrip("-").isdigit():
        return int(told) if int(told) > 0 else -1
    return ENDLESS if morsel["expires"] else 0


def _shorten(morsel: Morsel[Any], life: int) -> None:
    morsel["max-age"] = life or ""
    morsel["expires"] = ""
