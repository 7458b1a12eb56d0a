"""What buyers do about a return that was agreed to: have its label, pay for a dearer replacement.

Only with a proven link or the order's account; for everybody else there is no such order.
"""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from troth import people
from troth.orders.errors import CarrierSaysNo, LabelLookedFor, NoLabelBack, NotPayable, NotPossible, Refused, TillClosed
from troth.orders.returns import difference as differing
from troth.orders.returns import label as labelling

from ..account.private import secret, unseen
from ..posted import only_posted
from . import cookie


@only_posted("orders:page", "number")
@secret
def label(request: HttpRequest, number: str, ref: str) -> HttpResponse:
    """Made now, offered for keeping, and kept nowhere here."""
    try:
        made = labelling.made(number, _ref(ref), person=_person(request), browser=cookie.browser(request))
    except (NoLabelBack, Refused):
        return _back(number, "label-refused")
    except LabelLookedFor:
        return _back(number, "label-looked-for")
    except CarrierSaysNo:
        return _back(number, "label-later")
    except NotPossible:
        return _back(number, "too-late")
    if made is None:
        raise Http404
    return HttpResponse(
        made.content,
        content_type=made.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{made.file_name}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",  # a picture can hold scripts
        },
    )


@only_posted("orders:page", "number")
@unseen
def pay(request: HttpRequest, number: str, ref: str) -> HttpResponse:
    """To the provider's page, for the difference."""
    path = reverse("orders:page", args=[number])
    whole = request.build_absolute_uri(path)
    who = {"person": _person(request), "browser": cookie.browser(request)}
    try:
        there = differing.begin(number, _ref(ref), back=whole, away=f"{whole}?said=left", **who)
    except NotPayable:
        return _back(number, "too-late")
    except TillClosed:
        return _back(number, "till-closed")
    if there is None:
        raise Http404
    return HttpResponseRedirect(there, status=HTTPStatus.SEE_OTHER)


def _person(request: HttpRequest):  # type: ignore[no-untyped-def]
    return people.person_of(request.user) if request.user.is_authenticated else None


def _ref(typed: str) -> uuid.UUID:
    try:
        return uuid.UUID(typed)
    except ValueError:
        raise Http404 from None


def _back(number: str, said: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('orders:page', args=[number])}?said={said}", status=HTTPStatus.SEE_OTHER)
