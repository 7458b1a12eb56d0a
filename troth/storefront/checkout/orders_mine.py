"""What buyers do with an order of theirs: cancel it, ask to send something back, call that off.

Only with a proven link or the order's account; for everybody else there is no such order.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from troth import people
from troth.orders import cancel as cancelling
from troth.orders.errors import NothingToReturn, NotPossible, TooLateToReturn
from troth.orders.returns import ask as asking
from troth.orders.returns import call_off as calling_off

from ..account.private import unseen
from ..posted import only_posted
from . import back, cookie

WHY_NOT = {NotPossible: "too-late", NothingToReturn: "nothing-chosen", TooLateToReturn: "time-over"}


@only_posted("orders:page", "number")
@unseen
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """As long as it is not packed."""
    return _do(request, number, lambda **who: cancelling.by_buyer(number, **who), "cancelled")


@only_posted("orders:page", "number")
@unseen
def ask(request: HttpRequest, number: str) -> HttpResponse:
    asked = back.read(request.POST)
    return _do(request, number, lambda **who: asking.by_buyer(number, asked, **who), "return-asked")


@only_posted("orders:page", "number")
@unseen
def call_off(request: HttpRequest, number: str, ref: str) -> HttpResponse:
    try:
        which = uuid.UUID(ref)
    except ValueError:
        raise Http404 from None
    return _do(request, number, lambda **who: calling_off.by_buyer(number, which, **who), "return-off")


def _do(request: HttpRequest, number: str, act: Callable[..., Any], said: str) -> HttpResponse:
    person = people.person_of(request.user) if request.user.is_authenticated else None
    try:
        done = act(person=person, browser=cookie.browser(request))
    except (NotPossible, NothingToReturn, TooLateToReturn) as trouble:
        return _back(number, WHY_NOT[type(trouble)])
    except ObjectDoesNotExist:
        raise Http404 from None
    if not done:
        raise Http404
    return _back(number, said)


def _back(number: str, said: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('orders:page', args=[number])}?said={said}", status=HTTPStatus.SEE_OTHER)
