"""What the browser sent about its visitor's choices, and what follows: `consent.of(request)`.

Asked on every page, kept ones too: no query for visitors without a session, and a look into a table for the rest.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache, lru_cache

from django.conf import settings
from django.http import HttpRequest

from troth.people.persons import read_anew, standing_of
from troth.visits import consent
from troth.visits.consent import Consent, cookie

from .place import place_of


def of(request: HttpRequest) -> Consent:
    """What this visitor allows, asked for once a request and account: a sign-in on the way is seen."""
    account = account_of(request)
    known: tuple[int | None, Consent] | None = getattr(request, "visitors_consent", None)
    if known is None or known[0] != account:
        known = account, _anew(request, account)
        request.visitors_consent = known  # type: ignore[attr-defined]
    return known[1]


def was_asked(request: HttpRequest) -> bool:
    """Whether anything about the answer may have depended on the visitor's choices."""
    return hasattr(request, "visitors_consent")


def forget(request: HttpRequest) -> None:
    """What follows may have changed within this request."""
    if was_asked(request):
        del request.visitors_consent  # type: ignore[attr-defined]
    if (user := getattr(request, "user", None)) is not None:
        read_anew(user)


def account_of(request: HttpRequest) -> int | None:
    """The account that is signed in; no session is opened to find out that there is none."""
    user = getattr(request, "user", None)
    if user is None or not (settings.SESSION_COOKIE_NAME in request.COOKIES or request.method == "POST"):
        return None
    return user.pk if user.is_authenticated else None


def sends_signal(request: HttpRequest) -> bool:
    """Global Privacy Control: exactly "1" says it (W3C, section 3.1: any other value is as good as none)."""
    return request.META.get("HTTP_SEC_GPC") == "1"


def text_of(request: HttpRequest) -> str:
    """The cookie as it was sent. Longer than any of ours is none, and is not remembered either."""
    text = request.COOKIES.get(cookie_name(), "")
    return text if len(text) <= cookie.LONGEST else ""


def today() -> date:
    return datetime.now(UTC).date()


@cache
def cookie_name() -> str:
    """What the browser calls the cookie; TLS allows the stricter name."""
    return f"__Host-{cookie.NAME}" if settings.SESSION_COOKIE_NAME.startswith("__Host-") else cookie.NAME


def _anew(request: HttpRequest, account: int | None) -> Consent:
    text, signal = text_of(request), sends_signal(request)
    standing = standing_of(request.user) if account is not None else None
    if standing is not None:
        return consent.of_person(standing, text, signal=signal, today=today())
    return _of_visitor(text, signal, place_of(request), today(), consent.version())


@lru_cache(maxsize=512)
def _of_visitor(text: str, signal: bool, place: str, day: date, _version: str) -> Consent:
    return consent.of_visitor(text, signal=signal, place=place, today=day)
