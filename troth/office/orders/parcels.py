"""Parcels of an order: a part of it now, and a label taken back."""

from __future__ import annotations

import uuid
from functools import partial

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth.orders import desk, looked_up
from troth.orders import receipt as desk_receipt
from troth.orders.errors import OrderTrouble
from troth.orders.returns import label_looked_up

from ..attending import attending
from .acts import labelled
from .doing import did
from .sent import named

FIELD = "line-"


@require_POST
def part(request: HttpRequest, number: str) -> HttpResponse:
    """Book a parcel with the pieces that were counted out, and nothing where none were."""
    counted = [(name.removeprefix(FIELD), str(many) or "0") for name, many in request.POST.items() if FIELD in name]
    lines = {int(line): int(many) for line, many in counted if _whole(line) and _whole(many)}
    printed = desk.Print.ZPL if request.POST.get("printed") == "zpl" else desk.Print.PDF
    return labelled(request, number, partial(desk.send, lines=lines, printed=printed), "part")


@require_POST
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    try:
        desk.take_back(number, uuid.UUID(request.POST.get("parcel", "")), attending(request).actor)
    except OrderTrouble as trouble:
        messages.error(request, str(trouble))
    except (ValueError, ObjectDoesNotExist):
        raise Http404 from None
    else:
        messages.success(request, _("The label counts for nothing any more. What lay in the parcel can be sent again."))
    return HttpResponseRedirect(reverse("office:order", args=[number]))


@require_POST
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The number on the receipt of a parcel that was taken to a counter."""
    posted, parcel = request.POST, _parcel(request)
    said = _("Noted. The customer gets the number by mail.")
    tracking, carrier = posted.get("tracking", ""), posted.get("carrier", "")
    act = partial(desk_receipt.note, number, parcel, tracking, carrier)
    return did(request, number, act, said, "parcels", form=named("receipt", parcel), field="tracking")


@require_POST
def label_there(request: HttpRequest, number: str) -> HttpResponse:
    """Somebody found the label that nobody had heard of, on the carrier's own pages."""
    parcel, tracking = _parcel(request), request.POST.get("tracking", "")
    said = _("Noted: the parcel is on its way. The customer gets the number by mail.")
    act = partial(looked_up.there, number, parcel, tracking)
    return did(request, number, act, said, "parcels", form=named("label_there", parcel), field="tracking")


@require_POST
def no_label(request: HttpRequest, number: str) -> HttpResponse:
    parcel = _parcel(request)
    said = _("Noted: there is no label. The parcel can be booked again.")
    return did(request, number, lambda actor: looked_up.none_there(number, parcel, actor), said)


@require_POST
def back_label_there(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    """The same for a label for the way back."""
    tracking = request.POST.get("tracking", "")
    said = _("Noted. The customer gets a mail that they can have the label now; this one is taken back then.")
    act = partial(label_looked_up.there, number, ref, tracking)
    return did(request, number, act, said, "returns", form=named("back_label_there", ref), field="tracking")


@require_POST
def no_back_label(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    said = _("Noted: there is no label. The customer gets a mail that they can have one now.")
    return did(request, number, lambda actor: label_looked_up.none_there(number, ref, actor), said, "returns")


def _parcel(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("parcel", ""))
    except ValueError:
        raise Http404 from None


def _whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
