"""The checkout, on one page: fill in, see the sum, order, pay. Nothing is stored before the button is pressed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from troth import people
from troth.orders import access, basket, bounds, payments, prefill
from troth.orders.errors import NotPayable, OrderTrouble, Refused, TillClosed, VoucherHad
from troth.orders.models import Payment
from troth.orders.place import Placed, place, placed_before
from troth.orders.risk import whence

from .. import basketcount
from ..account.private import unseen
from ..basket import cookie as basket_cookie
from . import cookie
from .form import CheckoutForm


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@unseen
def page(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _ordered(request)
    contents = basket.look(basket_cookie.token(request))
    basketcount.seen(request, contents.pieces)
    if not contents:
        return render(request, "storefront/checkout/empty.html")
    if contents.shortages:
        return HttpResponseRedirect(reverse("basket:page"))
    known = _known(request)
    return _shown(request, CheckoutForm(lambda: contents, prefill=known, buyer=_buyer(request)), known=known)


def _ordered(request: HttpRequest) -> HttpResponse:
    token = basket_cookie.token(request)
    form = CheckoutForm(lambda: basket.look(token), request.POST, buyer=_buyer(request))
    if form.only_prices:
        return render(request, "storefront/checkout/prices.html", {"form": form, "basket": form.contents})
    if form.reshaping:
        return _shown(request, form)
    if not form.is_valid():
        return _shown(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    asked = form.asked(token, people.person_of(request.user))
    counted = bounds.take(request, asked.contact["email"])
    if counted is None:
        before = placed_before(asked)
        return _on_to_payment(request, before) if before else _too_often(request, form)
    try:
        placed = place(replace(asked, visit=whence.noticed(request)))
    except Refused as refused:
        return _shown(request, form, refused=refused, status=HTTPStatus.FORBIDDEN)
    except OrderTrouble as trouble:
        if not isinstance(trouble, VoucherHad):  # whoever tries addresses to learn who bought here runs into the limit
            counted.rollback()
        return _not_placed(request, form, token, trouble)
    if placed.again:
        counted.rollback()
    else:
        bounds.keep(request, placed.order)
        whence.count(request)
    return _on_to_payment(request, placed)


def _too_often(request: HttpRequest, form: CheckoutForm) -> HttpResponse:
    """The page again with everything typed. It says the same whoever the address belongs to."""
    form.fault(
        _(
            "There were many orders from your network or for this address just now, or several are not paid yet. "
            "Please pay for those, or try again in an hour."
        )
    )
    return _shown(request, form, status=HTTPStatus.TOO_MANY_REQUESTS)


def _not_placed(request: HttpRequest, form: CheckoutForm, token: str, trouble: OrderTrouble) -> HttpResponse:
    """The page again, with today's basket and everything typed still in it."""
    contents = basket.look(token)
    if not contents or contents.shortages:
        said = "moved-on" if not contents else "less"
        return HttpResponseRedirect(f"{reverse('basket:page')}?said={said}", status=HTTPStatus.SEE_OTHER)
    again = CheckoutForm(lambda: contents, request.POST, buyer=_buyer(request))
    again.is_valid()
    again.fault(str(trouble))
    return _shown(request, again, status=HTTPStatus.CONFLICT)


def _on_to_payment(request: HttpRequest, placed: Placed) -> HttpResponse:
    """To the provider's page; to the order's own page when there is nothing to pay or nobody to pay to."""
    word = cookie.browser_or_new(request)
    access.let_in(placed.order, word)
    response = HttpResponseRedirect(to_till(request, placed.number, placed.payment), status=HTTPStatus.SEE_OTHER)
    cookie.keep(response, word)
    return response


def to_till(request: HttpRequest, number: str, first: Payment | None = None) -> str:
    path = reverse("orders:page", args=[number])
    whole = request.build_absolute_uri(path)
    try:
        return payments.begin(number, back=whole, away=f"{whole}?said=left", first=first)
    except NotPayable:
        return path
    except TillClosed:
        return f"{path}?said=till-closed"


def _buyer(request: HttpRequest) -> Callable[[], Any]:
    return lambda: people.person_of(request.user)


def _known(request: HttpRequest) -> prefill.Prefill | None:
    person = people.person_of(request.user)
    if person is None:
        return None
    return prefill.for_account(person, str(getattr(request.user, "email", "")), request.GET.get("address", ""))


def _shown(
    request: HttpRequest,
    form: CheckoutForm,
    *,
    known: prefill.Prefill | None = None,
    refused: Refused | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    basketcount.seen(request, form.contents.pieces)
    shown = {"form": form, "basket": form.contents, "known": known, "refused": refused}
    return render(request, "storefront/checkout/page.html", shown, status=status)
