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

from troth.orders.errors import OrderTrouble

from ..attending import attending
from .sent import Sent
from .views import opened_page


def did(
    request: HttpRequest,
    number: str,
    act: Callable[[Any], object],
    said: str,
    at: str = "",
    *,
    form: str = "",
    field: str = "",
) -> HttpResponse:
    """`act` gets the employee. `at`: the part of the order's page that is shown afterwards. `field`: where a fault is said."""
    try:
        act(attending(request).actor)
    except OrderTrouble as trouble:
        # At the top as well: what is not possible any more is often not offered on the page any more.
        messages.error(request, str(trouble))
        return (
            again(request, number, form, {field: str(trouble)}, HTTPStatus.CONFLICT) if form else to_order(number, at)
        )
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, said)
    return to_order(number, at)


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
