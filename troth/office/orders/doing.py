"""Doing something with an order: what is not possible any more is said, and nothing happens.

A form with fields stands there again as it was typed, with its fault: its name is told as `form` (see `sent`).
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from troth.orders.errors import OrderTrouble
from troth.orders.refunded import RefundShown

from ..attending import attending
from .sent import Sent
from .views import opened_page


def did(
    request: HttpRequest,
    number: str,
    act: Callable[[Any], object],
    said: str | Callable[[Any], str],
    at: str = "",
    *,
    form: str = "",
    field: str = "",
) -> HttpResponse:
    """`act` gets the employee; `said` may ask what it came to. `at`: the part of the order's page that is shown afterwards.
    `field`: where a fault is said."""
    try:
        done = act(attending(request).actor)
    except OrderTrouble as trouble:
        # At the top as well: what is not possible any more is often not offered on the page any more.
        messages.error(request, str(trouble))
        return (
            again(request, number, form, {field: str(trouble)}, HTTPStatus.CONFLICT) if form else to_order(number, at)
        )
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, said(done) if callable(said) else said)
    return to_order(number, at)


def given_back(given: RefundShown) -> str:
    """What became of the money: of an order on account that is not paid, none moves."""
    if given.taken_off:
        return _("Taken off the invoice. The customer gets a mail about it.")
    return _("The money is on its way back. The customer gets a mail about it.")


def wrong(request: HttpRequest, number: str, checked: Form, form: str) -> HttpResponse:
    """What was typed was no use; the sentences of the form say why, each beside its field."""
    hidden = {field.name for field in checked.hidden_fields()}
    faults = {name: " ".join(map(str, said)) for name, said in checked.errors.items()}
    told = {"" if name in hidden or name == "__all__" else name: words for name, words in faults.items()}
    return again(request, number, form, told, HTTPStatus.UNPROCESSABLE_ENTITY)


def again(request: HttpRequest, number: str, form: str, faults: dict[str, str], status: HTTPStatus) -> HttpResponse:
    sent = Sent(form, {name: str(value) for name, value in request.POST.items()}, faults)
    return opened_page(request, number, {"sent": sent}, status=status)


def to_order(number: str, at: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("office:order", args=[number]) + (f"#{at}" if at else ""))
