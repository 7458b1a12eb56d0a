"""Putting a case right from the order's page: whose it is, send again, give back, ask back, ask the carrier."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth.orders import desk
from troth.orders.models.returning import Wish
from troth.support import mending, owners
from troth.support import shelf as case_shelf

from ..attending import attending
from .counted import counted
from .doing import did, given_back, wrong
from .forms import AmountForm
from .sent import named
from .views import found

AT = "problems"
AGAIN, GIVE_BACK, ASK_BACK = "case_again", "case_give_back", "case_ask_back"


@require_POST
def take(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    account = attending(request).account
    return do(request, number, ref, lambda actor: owners.take(ref, account, actor), _("It is yours now."))


@require_POST
def leave(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    account = attending(request).account
    said = _("It is nobody's now, until somebody takes it.")
    return do(request, number, ref, lambda actor: owners.leave(ref, account, actor), said, acts=False)


@require_POST
def again(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    wanted, on_shelf = counted(request.POST, "again-"), bool(request.POST.get("on_shelf"))
    said = _("The replacement is reserved. It can be sent now, in a parcel of its own. The customer gets a mail.")
    return do(
        request, number, ref, lambda actor: mending.send_again(ref, wanted, actor, on_shelf=on_shelf), said, AGAIN
    )


@require_POST
def give_back(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    glance = found(desk.glance(number))
    form = AmountForm(request.POST, currency=glance.order.total.currency)
    if not form.is_valid():
        return wrong(request, number, form, named(GIVE_BACK, ref))
    amount, restock = form.cleaned_data["amount"], counted(request.POST, "restock-")
    act = partial(mending.give_back, ref, amount, restock=restock)
    return do(request, number, ref, act, given_back, GIVE_BACK, "amount")


@require_POST
def ask_back(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    wanted, given = counted(request.POST, "return-"), request.POST.get("wish", "")
    wish = Wish(given) if given in Wish.values else Wish.EXCHANGE
    said = _("A mail tells the customer how to send it. It goes on among the returns.")
    return do(request, number, ref, lambda actor: mending.ask_back(ref, wanted, wish, actor), said, ASK_BACK)


@require_POST
def claim(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    said = _("Noted. It comes up again in a week, if the carrier has not answered.")
    return do(request, number, ref, lambda actor: mending.claim(ref, actor), said)


def do(
    request: HttpRequest,
    number: str,
    ref: uuid.UUID,
    act: Callable[[Any], object],
    said: str | Callable[[Any], str],
    form: str = "",
    field: str = "",
    *,
    acts: bool = True,
) -> HttpResponse:
    """Only with a case of this very order. Whoever does something about one that nobody has has it from then on."""
    if ref not in {each.ref for each in case_shelf.of_order(number)}:
        raise Http404
    account = attending(request).account

    def done(actor: Any) -> object:
        came_to = act(actor)
        if acts:
            owners.acted(ref, account)
        return came_to

    return did(request, number, done, said, AT, form=form and named(form, ref), field=field)
