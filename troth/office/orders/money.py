"""Giving money back: an amount, a reason of a fixed list, and what goes back to the shelf; and taking things out of an order."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth.orders import desk
from troth.orders.models.refund import Why

from .counted import counted
from .doing import did, wrong
from .forms import GiveBackForm, TakeOutForm
from .views import found


@require_POST
def give_back(request: HttpRequest, number: str) -> HttpResponse:
    glance = found(desk.glance(number))
    form = GiveBackForm(request.POST, currency=glance.order.total.currency)
    if not form.is_valid():
        return wrong(request, number, form, "money")
    told = form.cleaned_data
    restock = counted(request.POST, "restock-")
    return did(
        request,
        number,
        lambda actor: desk.give_back(
            number, told["amount"], Why(told["why"]), actor=actor, key=told["key"], restock=restock
        ),
        _("The money is on its way back. The customer gets a mail about it."),
        "money",
    )


@require_POST
def take_out(request: HttpRequest, number: str) -> HttpResponse:
    """How many of each line; and what the desk saw of them, so that of two the second is told."""
    form = TakeOutForm(request.POST)
    if not form.is_valid():
        return wrong(request, number, form, "lines")
    told, out = form.cleaned_data, counted(request.POST, "out-")
    return did(
        request,
        number,
        lambda actor: desk.take_out(number, out, told["seen"], actor=actor, key=told["key"]),
        _("Taken out: it is back on the shelf, and its money on the way back. The customer gets a mail about it."),
        "lines",
    )
