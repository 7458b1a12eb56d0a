"""The comments of a product go with it to its new address, as its own page does."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse

from troth.catalog import browse


def to_its_product(request: HttpRequest, slug: str, page: str) -> HttpResponsePermanentRedirect:
    """To the same page under the product's present slug. Raises Http404 where no product was ever there."""
    now = browse.slug_now(slug)
    if now is None:
        raise Http404
    asked = request.GET.urlencode()
    return HttpResponsePermanentRedirect(reverse(page, args=[now]) + (f"?{asked}" if asked else ""))
