"""What buyers do about money owed: pay it, or say that they do not owe it.

Only with a proven link or the order's account; for everybody else there is no such order.
"""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from troth import people
from troth.orders.errors import NotPayable, NotPossible, TillClosed
from troth.orders.owed import objection
from troth.orders.owed import pay as paying

from ..account.private import unseen
from ..posted import only_posted
from . import cookie


@only_posted("orders:page", "number")
@unseen
def pay(request: HttpRequest, number: str, debt: str) -> HttpResponse:
    """To the provider's page."""
    whole = request.build_absolute_uri(reverse("orders:page", args=[number]))
    try:
        there = paying.begin(number, uuid.UUID(debt), back=whole, away=f"{whole}?said=owed-left", **_who(request))
    except NotPayable:
        return _back(number, "too-late")
    except TillClosed:
        return _back(number, "owed-closed")
    if there is None:
        raise Http404
    return HttpResponseRedirect(there, status=HTTPStatus.SEE_OTHER)


@only_posted("orders:page", "number")
@unseen
def objects(request: HttpRequest, number: str, debt: str) -> HttpResponse:
    try:
        heard = objection.by_buyer(number, uuid.UUID(debt), **_who(request))
    except NotPossible:
        return _back(number, "too-late")
    if not heard:
        raise Http404
    return _back(number, "objected")


def _who(request: HttpRequest):  # type: ignore[no-untyped-def]
    person = people.person_of(request.user) if request.user.is_authenticated else None
    return {"person": person, "browser": cookie.browser(request)}


def _back(number: str, said: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('orders:page', args=[number])}?said={said}", status=HTTPStatus.SEE_OTHER)
