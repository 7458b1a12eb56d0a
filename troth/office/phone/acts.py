"""One button, one verb, and back to the draft: what is not possible any more is said, and nothing happens."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth.orders.basket import Added, Outcome
from troth.orders.errors import OrderTrouble
from troth.orders.phone import calling_off, choosing, goods, sending
from troth.orders.prices.vouchers import Entered

from ..attending import attending
from .forms import GoodsForm


@require_POST
def put(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    return _with_goods(request, ref, goods.put)


@require_POST
def change(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    return _with_goods(request, ref, goods.change)


@require_POST
def voucher(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    typed = request.POST.get("code", "")[:60]
    entered = _do(request, ref, lambda actor: goods.voucher(ref, typed, actor))
    if entered is Entered.DONE:
        messages.success(request, _("The voucher counts, as far as it fits what is in the order."))
    elif entered is Entered.USED_UP:
        messages.error(request, _("That voucher was used as often as it may be."))
    elif entered is Entered.UNKNOWN:
        messages.error(request, _("There is no such voucher."))
    return _back(ref, "goods")


@require_POST
def currency(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    code = request.POST.get("currency", "")[:3]
    if _do(request, ref, lambda actor: _done(lambda ref, actor: choosing.currency(ref, code, actor), ref, actor)):
        messages.success(request, _("They pay in %(currency)s.") % {"currency": code})
    return _back(ref, "goods")


@require_POST
def language(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    code = request.POST.get("language", "")[:10]
    if _do(request, ref, lambda actor: _done(lambda ref, actor: choosing.language(ref, code, actor), ref, actor)):
        messages.success(request, _("Their mail and their pages are in that language."))
    return _back(ref, "aloud")


@require_POST
def send(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    if _do(request, ref, lambda actor: _done(sending.send, ref, actor)):
        messages.success(request, _("The link is on its way. Nothing is kept back until they order."))
    return _back(ref)


@require_POST
def off(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    if _do(request, ref, lambda actor: _done(calling_off.call_off, ref, actor)):
        messages.success(request, _("Called off. The link is dead, and what was noted of the caller is gone."))
    return HttpResponseRedirect(reverse("office_phone:list"))


def _with_goods(request: HttpRequest, ref: uuid.UUID, verb: Callable[..., Added]) -> HttpResponse:
    form = GoodsForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        added = _do(request, ref, lambda actor: verb(ref, told["variant"], told["quantity"], actor))
        if added is not None:
            _say(request, added)
    return _back(ref, "goods")


def _say(request: HttpRequest, added: Added) -> None:
    told = {"title": added.title, "quantity": added.quantity}
    match added.outcome:
        case Outcome.DONE:
            messages.success(request, _("%(title)s: %(quantity)s in the order.") % told)
        case Outcome.LESS:
            messages.warning(request, _("%(title)s: only %(quantity)s there; that is in the order now.") % told)
        case Outcome.NONE_LEFT:
            messages.error(request, _("There is none left of %(title)s.") % told)
        case Outcome.TAKEN_OUT:
            messages.success(request, _("Taken out."))
        case Outcome.FULL:
            messages.error(request, _("More lines do not fit into one order."))
        case Outcome.OTHER_CURRENCY:
            messages.error(request, _("That is sold in another currency than the rest."))
        case _:
            messages.error(request, _("That is not sold any more."))


def _do[Done](request: HttpRequest, ref: uuid.UUID, act: Callable[[Any], Done]) -> Done | None:
    try:
        return act(attending(request).actor)
    except OrderTrouble as trouble:
        messages.error(request, str(trouble))
        return None
    except ObjectDoesNotExist:
        raise Http404 from None


def _done(verb: Callable[[uuid.UUID, Any], None], ref: uuid.UUID, actor: Any) -> bool:
    verb(ref, actor)
    return True


def _back(ref: uuid.UUID, at: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("office_phone:draft", args=[ref]) + (f"#{at}" if at else ""))
