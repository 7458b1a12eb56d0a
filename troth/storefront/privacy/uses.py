"""The timeline: everything done with one's data, and the proof of each line."""

from __future__ import annotations

import json
from contextlib import suppress
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from troth.rights import timeline
from troth.rights.diary import diary
from troth.rights.reader import Reader
from troth.rights.timeline import Show

from .who import mine_only

FILTERS = (
    (Show.ALL, _("Everything")),
    (Show.OTHERS, _("What others did")),
    (Show.TOLD, _("Who was told")),
)


@require_safe
@mine_only
def uses(request: HttpRequest, who: Reader) -> HttpResponse:
    show = Show.ALL
    with suppress(ValueError):
        show = Show(request.GET.get("show", ""))
    page = timeline.timeline(who, show=show, cursor=request.GET.get("from", ""))
    told = {"here": "uses", "days": diary(page.lines), "page": page, "show": show, "filters": FILTERS}
    return render(request, "storefront/privacy/uses.html", told)


@require_safe
@mine_only
def proof(request: HttpRequest, who: Reader, entry: UUID) -> HttpResponse:
    try:
        found = timeline.proof(who, entry)
    except timeline.NotYetProtected:
        return render(request, "storefront/privacy/proof_pending.html", {"here": "uses"}, status=409)
    if found is None:
        raise Http404
    response = HttpResponse(json.dumps(found, indent=2), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="proof-{entry}.json"'
    return response
