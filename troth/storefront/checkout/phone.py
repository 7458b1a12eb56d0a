"""The page behind the link that follows a telephone call: the checkout's own form, filled in with what was told.

Who calls confirms everything there, accepts the terms and pays as everybody does. The goods are changed by ringing again.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from troth.orders import access, basket, numbers
from troth.orders.errors import NotPossible, OrderTrouble, Refused
from troth.orders.phone import confirming
from troth.orders.phone.confirming import Look
from troth.orders.place import Placed
from troth.orders.risk import whence

from ..account.private import secret
from . import cookie
from .form import CheckoutForm
from .views import to_till


@require_http_methods(["GET", "HEAD", "POST"])
@secret
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail. Looking uses nothing up; the button opens the page."""
    if request.method == "POST":
        return _opened(request, token)
    if not confirming.is_open(token):
        return _dead(request)
    return render(request, "storefront/orders/phone_link.html")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@secret
def page(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    look = confirming.look(ref, cookie.browser(request))
    if look is None:
        raise Http404
    if look.order and look.order_id is not None:
        return _to_order(request, Placed(look.order_id, look.order, again=True))
    if request.method == "POST":
        return _ordered(request, ref, look)
    return _shown(request, look, CheckoutForm(lambda: basket.look(look.basket), prefill=look.prefill))


def _ordered(request: HttpRequest, ref: uuid.UUID, look: Look) -> HttpResponse:
    form = CheckoutForm(lambda: basket.look(look.basket), request.POST)
    if form.reshaping:
        return _shown(request, look, form)
    if not form.is_valid():
        return _shown(request, look, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        asked = replace(form.asked(look.basket, None), visit=whence.noticed(request))
        placed = confirming.confirm(ref, cookie.browser(request), asked)
    except Refused as refused:
        return _shown(request, look, form, refused=refused, status=HTTPStatus.FORBIDDEN)
    except NotPossible:
        raise Http404 from None
    except OrderTrouble as trouble:
        form = CheckoutForm(lambda: basket.look(look.basket), request.POST)  # with today's goods and prices
        form.is_valid()
        form.fault(str(trouble))
        return _shown(request, look, form, status=HTTPStatus.CONFLICT)
    if placed is None:
        raise Http404
    return _to_order(request, placed)


def _to_order(request: HttpRequest, placed: Placed) -> HttpResponse:
    """To the payment page, or to the order's own once there is nothing to pay. The mailbox is proven."""
    word = cookie.browser(request)
    access.let_in(placed.order, word, proven=True)
    if placed.again:
        return HttpResponseRedirect(reverse("orders:page", args=[placed.number]), status=HTTPStatus.SEE_OTHER)
    return HttpResponseRedirect(to_till(request, placed.number, placed.payment), status=HTTPStatus.SEE_OTHER)


def _opened(request: HttpRequest, token: str) -> HttpResponse:
    word = numbers.secret()  # a new one: somebody may have planted the cookie that is there
    ref = confirming.redeem(token, word)
    if ref is None:
        return _dead(request)
    access.carry_over(cookie.browser(request), word)
    response = HttpResponseRedirect(reverse("orders:begun", args=[ref]), status=HTTPStatus.SEE_OTHER)
    cookie.keep(response, word)
    return response


def _dead(request: HttpRequest) -> HttpResponse:
    return render(request, "storefront/orders/phone_dead.html", status=HTTPStatus.NOT_FOUND)


def _shown(
    request: HttpRequest,
    look: Look,
    form: CheckoutForm,
    *,
    refused: Refused | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    contents = form.contents
    chosen = next((shown.costs.total for shown in form.methods if shown.chosen), None)
    shown = {
        "look": look,
        "form": form,
        "basket": contents,
        "refused": refused,
        "other_total": look.told if look.told and chosen and look.told.amount != chosen.amount else None,
        "short": [line.full_title for line in contents.shortages],
    }
    return render(request, "storefront/checkout/begun.html", shown, status=status)
