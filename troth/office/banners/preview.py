"""A banner as shoppers would see it, in every language, before its first day or after its last. Nothing is counted here."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from troth.visits.banners import shelf
from troth.visits.models import Banner

MAY = "visits.view_banner"


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.has_perm(MAY):
        raise PermissionDenied
    found = Banner.objects.select_related("product").filter(pk=pk).first()
    if found is None:
        raise Http404
    shown = []
    for code, name in settings.LANGUAGES:
        with translation.override(code):
            shown.append((code, name, shelf.one(found)))
    told = {"found": found, "standing": found.standing(timezone.localdate()), "shown": shown}
    return render(request, "office/banners/preview.html", told)
