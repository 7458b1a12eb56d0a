"""Feeds: the catalogue for those who compare prices. Public, and nothing of anybody in them."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from troth.catalog.exporting import kept

from .. import identity


@require_safe
def google(request: HttpRequest, language: str = settings.LANGUAGE_CODE) -> FileResponse:
    """`/feeds/google.xml` in the first language, `/feeds/de/google.xml` in another."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    path = kept.google_feed(identity.shop().name, language)
    return FileResponse(path.open("rb"), content_type="application/xml; charset=utf-8", filename="google.xml")
