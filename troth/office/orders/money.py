"""Giving money back: an amount, a reason of a fixed list, and what goes back to the shelf."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth.orders import desk
from troth.orders.models.refund import Why

from .counted import counted
from .doing import did, wrong
from .forms import GiveBackForm
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
