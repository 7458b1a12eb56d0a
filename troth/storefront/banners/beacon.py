"""The small invisible picture that says a page or a banner was seen. It works without scripts and sets no cookie.

To everybody's total it adds one. Only a product page's picture does more, for somebody signed in: it asks whether the look
may be noted among what they looked at, and that verb says no wherever the policy, the person or the browser do.
"""

from __future__ import annotations

from base64 import b64decode
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from troth.catalog import named
from troth.visits import record
from troth.visits.banners import shelf, tally
from troth.visits.models.banners import Place

from .. import consent
from ..consent.sent import account_of
from .really import really_seen

# GIF89a, one pixel, transparent: the smallest picture every browser draws.
PICTURE: Final = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
LONGEST: Final = 120  # characters of a product's address, as `Product.slug` has them
HEADERS: Final = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """A product's page was seen."""
    # Asked before it is counted: made-up names would take up the room of real ones.
    if len(slug) <= LONGEST and really_seen(request) and named.is_shown(slug):
        tally.product_seen(slug)
        account = account_of(request)
        if account is not None:
            record.note(account, slug, browser=consent.of(request))
    return picture()


@require_safe
def banner(request: HttpRequest, banner: UUID, place: str) -> HttpResponse:
    """A banner was seen. Who saw it is not asked."""
    if place in Place and really_seen(request) and shelf.is_one(banner):
        tally.seen(banner, Place(place))
    return picture()


def picture() -> HttpResponse:
    return HttpResponse(PICTURE, content_type="image/gif", headers=HEADERS)
