"""One button, one verb, and back to the order: what is not possible any more is said, and nothing happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse

from troth.orders.errors import OrderTrouble

from ..attending import attending


def did(
    request: HttpRequest, number: str, act: Callable[[Any], object], said: str, at: str = ""
) -> HttpResponseRedirect:
    """`act` gets the employee. `at`: the part of the order's page that is shown afterwards."""
    try:
        act(attending(request).actor)
    except OrderTrouble as trouble:
        messages.error(request, str(trouble))
    except ObjectDoesNotExist:
        raise Http404 from None
    else:
        messages.success(request, said)
    return to_order(number, at)


def wrong(request: HttpRequest, number: str, form: Form, at: str = "") -> HttpResponseRedirect:
    """What was typed was no use; the sentences of the form say why."""
    for faults in form.errors.values():
        for fault in faults:
            messages.error(request, str(fault))
    return to_order(number, at)


def to_order(number: str, at: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("office:order", args=[number]) + (f"#{at}" if at else ""))
