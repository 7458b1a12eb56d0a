"""The timeline: everything done with one's data, and the proof of each line."""

from __future__ import annotations

import json
from contextlib import suppress
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from troth.rights import timeline
from troth.rights.reader import Reader

from .who import mine_only


@mine_only
def uses(request: HttpRequest, who: Reader) -> HttpResponse:
    before = None
    with suppress(ValueError):
        before = UUID(request.GET.get("before", ""))
    return render(
        request, "storefront/privacy/uses.html", {"here": "uses", "page": timeline.timeline(who, before=before)}
    )


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
