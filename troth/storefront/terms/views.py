"""The terms of sale: those in force, and every version that anybody accepted."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from troth.publishing import terms_read

from ..shop.structured import whole


@require_safe
def page(request: HttpRequest, version: str = "") -> HttpResponse:
    """Never out of a cache: what is read here is what the checkout asks to accept."""
    found = terms_read.read(version)
    if found is None:
        raise Http404
    return render(request, "storefront/terms/page.html", {"terms": found, "canonical": whole(request.path)})
