"""Through a banner to its product. Where it leads stands in our own table and nowhere in the address."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from troth.visits.banners import shelf, tally
from troth.visits.models.banners import Place

from .really import really_seen


@require_safe
def through(request: HttpRequest, banner: UUID, place: str) -> HttpResponse:
    path = shelf.leads_to(banner) if place in Place else None
    if path is None:
        raise Http404
    if really_seen(request):
        tally.pressed(banner, Place(place))
    response = HttpResponseRedirect(path)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
