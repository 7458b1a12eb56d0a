"""The public note: which figures partners were given, and what was done to them before."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from troth.publishing.partners import note

from ..shop.structured import whole


@require_safe
@never_cache
def partner_figures(request: HttpRequest) -> HttpResponse:
    """As of this moment: what was given just now is on it."""
    told = {"note": note.note(), "canonical": whole(reverse("partner-figures"))}
    return render(request, "storefront/privacy/partner_figures.html", told)
