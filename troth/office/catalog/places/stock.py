"""One variant: what lies where, counting it, moving it; and the journal of all of that."""

from __future__ import annotations

import uuid
from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from troth.catalog.locations import levels, moving
from troth.catalog.locations.moving import NotThere, Transfer
from troth.catalog.models import Location, MovedFor, StockMove, Variant

from ...pages import page
from .forms import CountForm, MoveForm
from .places import may

LOOK: Final = "catalog.view_variant"
MAY: Final = "catalog.change_variant"
LINES: Final = 50


@require_GET
def variant(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    return _page(request, _of(request, ref, LOOK))


@require_POST
def count(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """The difference to what the page said is added: what was sold meanwhile stays sold."""
    opened = _of(request, ref)
    form = CountForm(request.POST, several=levels.several(), auto_id=f"count-{request.POST.get('place', '')[:32]}-%s")
    if form.is_valid():
        told = form.cleaned_data
        try:
            why = MovedFor(told["why"])
            moving.adjust(opened.pk, told.get("place"), told["now"] - told["seen"], why, request.user.pk)
            messages.success(request, _("Written down."))
            return _back(ref)
        except NotThere as reason:
            form.add_error("now", str(reason))
    return _page(request, opened, count=form, status=422)


@require_POST
def move(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    opened = _of(request, ref)
    form = MoveForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            moving.transfer(Transfer(opened.pk, told["source"], told["target"], told["quantity"]), request.user.pk)
            messages.success(request, _("Moved."))
            return _back(ref)
        except NotThere as reason:
            form.add_error("quantity", str(reason))
    return _page(request, opened, move=form, status=422)


@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """Every number that was changed by hand, the latest first."""
    may(request, MAY)
    lines = StockMove.objects.select_related("variant__product", "location")
    shown = Paginator(lines, LINES).get_page(request.GET.get("page"))
    told = {"lines": shown, "several": levels.several(), "named": True}
    return page(request, "office/places/journal.html", told, title=_("Stock changes"), icon="history", trail=_trail())


def _of(request: HttpRequest, ref: uuid.UUID, permission: str = MAY) -> Variant:
    may(request, permission)
    return get_object_or_404(Variant.objects.select_related("product"), ref=ref)


def _page(
    request: HttpRequest,
    opened: Variant,
    *,
    count: CountForm | None = None,
    move: MoveForm | None = None,
    status: int = 200,
) -> HttpResponse:
    opened.refresh_from_db(fields=["stock"])
    places = list(Location.objects.all())
    several = len(places) > 1
    told = {
        "variant": opened,
        "counts": [_counted(opened, place, count) for place in places or (None,)],
        "move": move or (MoveForm(initial={"target": places[1].code}) if several else None),
        "several": several,
        "may_change": request.user.has_perm(MAY),
        "lines": opened.moves.select_related("location")[:LINES],
    }
    title = f"{opened.product.title} ({' / '.join(opened.values)})" if opened.values else opened.product.title
    return page(request, "office/places/stock.html", told, title=title, icon="list-ul", trail=_trail(), status=status)


def _counted(opened: Variant, place: Location | None, sent: CountForm | None) -> tuple[Location | None, int, CountForm]:
    """A place, how many lie there, and the form to count them: the one that was sent, if it was this place's."""
    left, code = moving.at(opened, place), place.code if place else ""
    if sent is not None and sent.data.get("place", "") == code:
        return place, left, sent
    told = {"place": code, "now": left, "seen": left}
    return place, left, CountForm(several=place is not None, initial=told, auto_id=f"count-{code}-%s")


def _trail() -> list[tuple[str, str]]:
    return [(reverse(Variant.snippet_viewset.get_url_name("list")), _("Stock"))]


def _back(ref: uuid.UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:stock_of", args=[ref]))
