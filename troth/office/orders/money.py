"""Giving money back: an amount, a reason of a fixed list, and what goes back to the shelf; and taking things out of an order."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth.orders import desk
from troth.orders.errors import OrderTrouble
from troth.orders.models.refund import Why

from ..attending import attending
from .counted import counted
from .doing import did, given_back, to_order, wrong
from .forms import GiveBackForm, TakeOutForm
from .views import found, opened_page

TAKE_OUT = "take_out"


@require_POST
def give_back(request: HttpRequest, number: str) -> HttpResponse:
    """What was typed and could not be done stands in the form again, with its fault."""
    glance = found(desk.glance(number))
    form = GiveBackForm(request.POST, currency=glance.order.total.currency)
    restock = counted(request.POST, "restock-")
    if not form.is_valid():
        return _again(request, number, form, restock, HTTPStatus.UNPROCESSABLE_ENTITY)
    told = form.cleaned_data
    try:
        given = desk.give_back(
            number, told["amount"], Why(told["why"]), actor=attending(request).actor, key=told["key"], restock=restock
        )
    except OrderTrouble as trouble:
        form.add_error("amount", str(trouble))
        return _again(request, number, form, restock, HTTPStatus.CONFLICT)
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, given_back(given))
    return to_order(number, "money")


def _again(
    request: HttpRequest, number: str, form: GiveBackForm, restock: Mapping[int, int], status: HTTPStatus
) -> HttpResponse:
    """Without its key a form could give twice: then a fresh one is shown instead."""
    if "key" in form.errors:
        messages.error(request, *form.errors["key"])
        return to_order(number, "money")
    form.fields[next(iter(form.errors))].widget.attrs["autofocus"] = True  # so that the page opens at the fault
    return opened_page(request, number, {"give": form, "restock": restock}, status=status)


@require_POST
def take_out(request: HttpRequest, number: str) -> HttpResponse:
    """How many of each line; and what the desk saw of them, so that of two the second is told."""
    currency = found(desk.glance(number)).order.total.currency
    form = TakeOutForm(request.POST, currency=currency)
    if not form.is_valid():
        return wrong(request, number, form, TAKE_OUT)
    told, out = form.cleaned_data, counted(request.POST, "out-")
    act = partial(desk.take_out, number, out, told["seen"], key=told["key"], sending=told["sending"])
    said = _("Taken out: it is back on the shelf, and its money on the way back. The customer gets a mail about it.")
    return did(request, number, lambda actor: act(actor=actor), said, "lines", form=TAKE_OUT)
