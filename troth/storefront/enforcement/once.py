"""Show this one, here, once: a visitor's word for one service on one page, remembered nowhere.

The button posts; the answer leads back to the page with a token in its address that the shop has signed for that service,
that page and a minute. Whoever opens that address without having pressed the button (in a message, from a link, from the
bookmarks) is shown the card: only a page of this shop may have led there.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from troth.visits import consent as visitors
from troth.visits import enforcement

from ..posted import only_posted
from ..sameorigin import led_here_by_us, same_origin_post

FIELD: Final = "once"
LASTS: Final = 60  # seconds; enough for the way back to the page
LONGEST: Final = 2000  # characters of an address to come back to


@only_posted("shop:home")
@same_origin_post
def show_once(request: HttpRequest, name: str) -> HttpResponse:
    if enforcement.placed(name, visitors.Consent(), {}) is None:
        raise Http404
    back = urlsplit(back_to(request))
    query = [(key, value) for key, value in parse_qsl(back.query) if key != FIELD]
    query.append((FIELD, _signer(back.path).sign(name)))
    address = urlunsplit(("", "", back.path, urlencode(query), f"service-{name}"))
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


def back_to(request: HttpRequest) -> str:
    """The page the button stands on: an address of this shop, or its first page."""
    back = request.POST.get("back", "")
    ours = back.startswith("/") and len(back) <= LONGEST
    return back if ours and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/"


def is_shown_once(request: HttpRequest, name: str) -> bool:
    """Whether the visitor has just pressed the button for this service on this page."""
    token = request.GET.get(FIELD, "")
    if not token or len(token) > LONGEST or not led_here_by_us(request):
        return False
    try:
        return _signer(request.path).unsign(token, max_age=LASTS) == name
    except signing.BadSignature:
        return False


def _signer(path: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"service shown once on {path}")
