"""An order's own page: for the browser that placed it (masked), for whoever followed the mailed link, for its account."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth import people
from troth.orders import access, basket, history
from troth.orders.history import Page

from ..account.private import own, secret, unseen
from ..basket import cookie as basket_cookie
from . import cookie
from .views import to_till

SAID = {
    "left": (_("You left the payment page without paying. Nothing was charged."), "info"),
    "till-closed": (
        _("The payment page cannot be reached just now. Your order is kept; please try again in a minute."),
        "warning",
    ),
}


@require_safe
@own
def listed(request: HttpRequest) -> HttpResponse:
    person = people.person_of(request.user)
    return render(request, "storefront/orders/list.html", {"orders": history.of(person) if person else ()})


@require_safe
@secret
def page(request: HttpRequest, number: str) -> HttpResponse:
    shown = _page(request, number)
    said = SAID.get(request.GET.get("said", "")) if shown.order.can_pay else None
    return render(request, "storefront/orders/page.html", {"page": shown, "order": shown.order, "said": said})


@require_POST
@unseen
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """Once more to the payment page."""
    _page(request, number)
    return HttpResponseRedirect(to_till(request, number), status=HTTPStatus.SEE_OTHER)


@require_POST
@unseen
def again(request: HttpRequest, number: str) -> HttpResponse:
    """Put the goods of an order that came to nothing into the basket once more."""
    shown = _page(request, number)
    if not shown.order.can_refill:
        return HttpResponseRedirect(reverse("orders:page", args=[number]), status=HTTPStatus.SEE_OTHER)
    token = basket.refill_from(basket_cookie.token(request), number)
    response = HttpResponseRedirect(f"{reverse('basket:page')}?said=refilled", status=HTTPStatus.SEE_OTHER)
    if token:
        basket_cookie.keep(response, token)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@secret
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a mail. Looking uses nothing up, for programs that scan mail look too; the button opens the order."""
    if request.method == "POST":
        return _opened(request, token)
    if not access.is_open(token):
        return _dead(request)
    return render(request, "storefront/orders/link.html")


def _opened(request: HttpRequest, token: str) -> HttpResponse:
    word = cookie.browser_or_new(request)
    number = access.redeem(token, word)
    if number is None:
        return _dead(request)
    response = HttpResponseRedirect(reverse("orders:page", args=[number]), status=HTTPStatus.SEE_OTHER)
    cookie.keep(response, word)
    return response


def _dead(request: HttpRequest) -> HttpResponse:
    return render(request, "storefront/orders/dead_link.html", status=HTTPStatus.NOT_FOUND)


def _page(request: HttpRequest, number: str) -> Page:
    """Somebody else's order and no order at all are the same: not found."""
    found = None
    if request.user.is_authenticated and (person := people.person_of(request.user)):
        found = history.for_person(number, person)
    found = found or history.for_browser(number, cookie.browser(request))
    if found is None:
        raise Http404
    return found
