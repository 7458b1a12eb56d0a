"""Returns at the desk: entered, agreed to or not, unpacked, paid for, exchanged."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth.orders import desk
from troth.orders.models.returning import BackFor, Condition, NotTaken, Wish
from troth.orders.returns import ask, call_off, decide, exchange, pay, receive
from troth.orders.returns.shown import ReturnShown

from .counted import counted, whole
from .doing import did, given_back, wrong
from .forms import AmountForm, NotTakenForm
from .sent import named
from .views import found

AT = "returns"


@require_POST
def enter(request: HttpRequest, number: str) -> HttpResponse:
    """A return that the customer asked for in another way."""
    why, wish = _one_of(BackFor, request, "why"), _one_of(Wish, request, "wish")
    lines = {line: ask.Back(many, why) for line, many in counted(request.POST, "back-").items()}
    said = _("The return is entered. Agree to it, and the customer learns how to send it.")
    asked = ask.Asked(lines, wish)
    return did(request, number, lambda actor: ask.by_staff(number, asked, actor), said, AT, form="enter_return")


@require_POST
def agree(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    said = _("Agreed. A mail tells the customer how to send it.")
    return _do(request, number, ref, lambda actor: decide.agree(ref, actor), said)


@require_POST
def refuse(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    form = NotTakenForm(request.POST)
    if not form.is_valid():
        return wrong(request, number, form, named("refuse_return", ref))
    why = NotTaken(form.cleaned_data["why"])
    said = _("A mail tells the customer why not.")
    return _do(request, number, ref, lambda actor: decide.refuse(ref, why, actor), said, "refuse_return")


@require_POST
def off(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    return _do(request, number, ref, lambda actor: call_off.by_staff(ref, actor), _("The return is called off."))


@require_POST
def arrived(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    """How each thing looks, and how many of it go back to the shelf."""
    restock = counted(request.POST, "restock-")
    conditions = {
        name.removeprefix("condition-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("condition-")
    }
    seen = {
        int(line): receive.Seen(Condition(condition), restock.get(int(line), 0))
        for line, condition in conditions.items()
        if whole(line) and condition in Condition.values
    }
    said = _("Unpacked. Now give the money back, or send a replacement.")
    return _do(request, number, ref, lambda actor: receive.receive(ref, seen, actor), said, "return_arrived")


@require_POST
def money(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    glance = found(desk.glance(number))
    form = AmountForm(request.POST, currency=glance.order.total.currency)
    if not form.is_valid():
        return wrong(request, number, form, named("return_money", ref))
    amount = form.cleaned_data["amount"]
    return _do(request, number, ref, lambda actor: pay.pay(ref, amount, actor), given_back, "return_money", "amount")


@require_POST
def replace(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    instead = counted(request.POST, "instead-")
    said = _("The replacement is reserved. It can be sent now, in a parcel of its own.")
    return _do(request, number, ref, lambda actor: exchange.exchange(ref, actor, instead), said, "return_replace")


def _do(
    request: HttpRequest,
    number: str,
    ref: uuid.UUID,
    act: Callable[[Any], object],
    said: str | Callable[[Any], str],
    form: str = "",
    field: str = "",
) -> HttpResponse:
    """Only with a return of this very order."""
    if ref not in {each.ref for each in _of(number)}:
        raise Http404
    return did(request, number, act, said, AT, form=form and named(form, ref), field=field)


def _of(number: str) -> tuple[ReturnShown, ...]:
    return found(desk.returns_of(number))


def _one_of[Choice: BackFor | Wish](choices: type[Choice], request: HttpRequest, name: str) -> Choice:
    """The first one where nothing sensible was chosen: browsers send what the list offers."""
    given = request.POST.get(name, "")
    return choices(given if given in choices.values else choices.values[0])
