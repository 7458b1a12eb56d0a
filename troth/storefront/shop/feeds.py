"""Feeds: the catalogue for those who compare prices. Public, and nothing of anybody in them."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from troth.catalog.exporting import kept

from .. import identity


@require_safe
def google(request: HttpRequest) -> FileResponse:
    path = kept.google_feed(identity.shop().name)
    return FileResponse(path.open("rb"), content_type="application/xml; charset=utf-8", filename="google.xml")
