"""The shelf of money owed, one debt, and what the desk decides. Nobody's data but behind two buttons, which are entered."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from troth.orders import owed
from troth.orders.errors import NotPossible, OrderTrouble
from troth.orders.models.owed import LetGoFor

from .. import pressed
from ..attending import attending
from ..pages import page

LONGEST = 500


@require_GET
def shelf(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("shelf", "")
    counts = owed.counts()
    first = owed.Shelf.OBJECTED if counts[owed.Shelf.OBJECTED] else owed.Shelf.OPEN
    here = owed.Shelf(asked) if asked in owed.Shelf.values else first
    told = {"debts": owed.listed(here, attending(request).actor), "shelves": counts.items(), "here": here}
    return page(request, "office/owed/list.html", told, title=_("Money owed"), icon="warning")


@require_GET
def one(request: HttpRequest, debt: uuid.UUID) -> HttpResponse:
    return _page(request, debt)


@require_POST
@sensitive_variables()
def reach(request: HttpRequest, debt: uuid.UUID) -> HttpResponse:
    """Opened for this call or letter, and gone with the page."""
    channel = request.POST.get("channel", "")
    try:
        part = owed.reach(debt, channel, attending(request).actor)
    except OrderTrouble as trouble:
        messages.error(request, str(trouble))
        return _to(debt)
    except ObjectDoesNotExist:
        raise Http404 from None
    return _page(request, debt, {"part": part, "reached": channel})


@require_POST
def stop(request: HttpRequest, debt: uuid.UUID) -> HttpResponse:
    return _do(request, debt, owed.stop, _("No reminder leaves until you resume."))


@require_POST
def resume(request: HttpRequest, debt: uuid.UUID) -> HttpResponse:
    return _do(request, debt, owed.resume, _("We go on asking. The customer has two more weeks from today."))


@require_POST
def let_go(request: HttpRequest, debt: uuid.UUID) -> HttpResponse:
    why = request.POST.get("why", "")
    if why not in LetGoFor.values:
        messages.error(request, _("Please choose why."))
        return _to(debt)
    said = _("It is not asked for any more. If it is paid all the same, the money goes back.")
    return _do(request, debt, lambda ref, actor: owed.let_go(ref, LetGoFor(why), actor), said)


@sensitive_post_parameters("reason")
@sensitive_variables("reason")
@require_POST
def claim(request: HttpRequest, dispute: int) -> HttpResponse:
    reason, sure = request.POST.get("reason", "").replace("\x00", "")[:LONGEST], request.POST.get("sure") == "yes"
    try:
        owed.claim(dispute, attending(request).actor, reason, sure=sure)
    except OrderTrouble as trouble:
        messages.error(request, str(trouble))
    except ObjectDoesNotExist:  # answered like one of which nothing is owed: nobody learns which there are
        messages.error(request, str(NotPossible()))
        return HttpResponseRedirect(reverse("office:owed"))
    else:
        messages.success(request, _("The letter leaves in a moment."))
    return HttpResponseRedirect(reverse("office:dispute", args=[dispute]))


def _page(request: HttpRequest, debt: uuid.UUID, more: dict[str, Any] | None = None) -> HttpResponse:
    opened = owed.opened(debt, attending(request).actor)
    if opened is None:
        raise Http404
    told = {"opened": opened, "reasons": LetGoFor.choices, **(more or {})}
    title = _("Money owed for %(order)s") % {"order": opened.debt.order}
    trail = [(reverse("office:owed"), _("Money owed"))]
    return page(request, "office/owed/debt.html", told, title=title, icon="warning", trail=trail)


def _do(request: HttpRequest, debt: uuid.UUID, act: Callable[[uuid.UUID, Any], object], said: str) -> HttpResponse:
    pressed.tell(request, lambda: act(debt, attending(request).actor), said)
    return _to(debt)


def _to(debt: uuid.UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:debt", args=[debt]))
