"""The list of locations, and what each is."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from troth.catalog.locations import opening, swapping
from troth.catalog.models import Location

from ...attending import attending
from ...pages import page, posted
from .forms import LocationForm

MAY = "catalog.change_product"


@require_http_methods(["GET", "POST"])
def locations(request: HttpRequest) -> HttpResponse:
    """All of them, and a form for one more."""
    may(request)
    form = LocationForm(posted(request), initial={"priority": Location.objects.count() or 1})
    if request.method == "POST" and form.is_valid():
        opened = opening.open_location(form.told)
        messages.success(request, _("“%(name)s” is there. Move or count goods into it.") % {"name": opened.name})
        return HttpResponseRedirect(reverse("office:locations"))
    told = {
        "form": form,
        "locations": Location.objects.annotate(pieces=Sum("stock__quantity")).order_by("priority", "pk"),
    }
    status = 422 if form.is_bound else 200
    return page(request, "office/places/list.html", told, title=_("Locations"), icon="site", status=status)


@require_http_methods(["GET", "POST"])
def location(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    may(request)
    opened = get_object_or_404(Location, ref=ref)
    form = LocationForm(posted(request), instance=Location.objects.get(pk=opened.pk))
    if request.method == "POST" and form.is_valid():
        try:
            opening.change_location(opened, form.told)
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("office:locations"))
        except opening.NotPossible as reason:
            form.add_error(None, str(reason))
    told = {"form": form, "location": opened}
    status = 422 if form.is_bound else 200
    return page(request, "office/places/edit.html", told, title=opened.name, icon="site", trail=_trail(), status=status)


@require_POST
def main(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    may(request)
    opened = get_object_or_404(Location, ref=ref)
    try:
        swapping.make_main(opened)
        messages.success(request, _("“%(name)s” is the main location now. Nothing was moved.") % {"name": opened.name})
    except opening.NotPossible as reason:
        messages.warning(request, str(reason))
    return HttpResponseRedirect(reverse("office:location", args=[ref]))


@require_POST
def close(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    may(request)
    opened = get_object_or_404(Location, ref=ref)
    try:
        opening.close_location(opened)
        messages.success(request, _("“%(name)s” is gone.") % {"name": opened.name})
    except opening.NotPossible as reason:
        messages.warning(request, str(reason))
        return HttpResponseRedirect(reverse("office:location", args=[ref]))
    return HttpResponseRedirect(reverse("office:locations"))


def may(request: HttpRequest, permission: str = MAY) -> None:
    """Nothing is here for those whose job does not include it."""
    attending(request)
    if not request.user.has_perm(permission):
        raise Http404


def _trail() -> list[tuple[str, str]]:
    return [(reverse("office:locations"), _("Locations"))]
