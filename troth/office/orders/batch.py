"""Many orders in one go. Ticking posts their numbers; what is only looked at and printed has an address of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from troth.orders import desk
from troth.orders.errors import OrderTrouble

from ..attending import attending
from ..pages import page
from . import asking, labels

_NUMBER = re.compile(r"[0-9A-Za-z-]{1,16}")


@require_POST
def selected(request: HttpRequest) -> HttpResponseBase:
    """`do` says what is done with the ticked `order`s."""
    numbers = _numbers(request.POST.getlist("order"))
    doing = request.POST.get("do", "")
    if doing not in ("pick", "slips", "pack", "labels", "zpl"):
        raise Http404
    if not numbers:
        messages.error(request, _("Tick the orders first."))
        return HttpResponseRedirect(_back(request))
    if doing == "pack":
        return _pack(request, numbers)
    if doing in ("labels", "zpl"):
        return _labels(request, numbers, desk.Print.ZPL if doing == "zpl" else desk.Print.PDF)
    name = {"pick": "office:pick_list", "slips": "office:slips"}[doing]
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode([('order', number) for number in numbers])}")


@require_GET
def pick_list(request: HttpRequest) -> HttpResponse:
    """What to fetch, and for which order how much of it. No name, so no look."""
    return _looked_at(request, desk.pick_list, "office/orders/pick_list.html", _("Pick list"))


@sensitive_variables()
@require_GET
def slips(request: HttpRequest) -> HttpResponse:
    """A packing slip a page. Each address is a look, entered as with one slip."""
    return _looked_at(request, desk.slips, "office/orders/slips.html", _("Packing slips"))


@sensitive_variables()
def _looked_at(
    request: HttpRequest, verb: Callable[..., desk.PickList | desk.Slips], template: str, title: str
) -> HttpResponse:
    numbers = _numbers(request.GET.getlist("order"))
    try:
        found = verb(numbers, attending(request).actor)
    except OrderTrouble as trouble:
        messages.error(request, str(trouble))
        return HttpResponseRedirect(reverse("office:orders"))
    told = {"found": found, "numbers": numbers, "query": urlencode([("order", number) for number in numbers])}
    return page(request, template, told, title=title, icon="clipboard-list", trail=_trail())


def _pack(request: HttpRequest, numbers: list[str]) -> HttpResponse:
    """Each by itself; what went and what did not stands in the answer."""
    try:
        went = desk.pack_each(numbers, attending(request).actor)
    except OrderTrouble as trouble:
        messages.error(request, str(trouble))
        return HttpResponseRedirect(_back(request))
    packed = [each.number for each in went if each.well]
    told: dict[str, Any] = {
        "packed": packed,
        "stayed": [each for each in went if not each.well],
        "query": urlencode([("order", number) for number in packed]),
        "back": _back(request),
    }
    return page(request, "office/orders/packed.html", told, title=_("Packed"), icon="clipboard-list", trail=_trail())


def _labels(request: HttpRequest, numbers: list[str], printed: desk.Print) -> HttpResponseBase:
    try:
        return labels.booked(request, numbers, printed, _back(request), _trail())
    except OrderTrouble as trouble:
        messages.error(request, str(trouble))
        return HttpResponseRedirect(_back(request))


def _numbers(typed: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(number for number in typed if _NUMBER.fullmatch(number)))


def _back(request: HttpRequest) -> str:
    """To the list as it was. The query is read and written anew, so that it leads nowhere else."""
    return f"{reverse('office:orders')}?{asking.read(request.POST.get('back', '')).query}"


def _trail() -> list[tuple[str, str]]:
    return [(reverse("office:orders"), _("Orders"))]
