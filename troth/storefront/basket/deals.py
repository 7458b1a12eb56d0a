"""What changes prices of a basket: a voucher typed in or taken out, and the currency to pay in."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from troth.orders.prices import currencies, vouchers
from troth.people import limits

from ..posted import only_posted
from . import cookie, words
from .views import back, shown


@only_posted("basket:page")
@never_cache
def voucher(request: HttpRequest) -> HttpResponse:
    """Codes could be guessed, so tries are counted; a code that is right costs no try."""
    token = cookie.token(request)
    if "remove" in request.POST:
        vouchers.take_out(token)
        return back("voucher-out")
    counted = limits.take(request, "voucher")
    if counted is None:
        told = shown(token) | {"said": words.said("voucher-too-often")}
        return render(request, "storefront/basket/page.html", told, status=HTTPStatus.TOO_MANY_REQUESTS)
    entered = vouchers.enter(token, request.POST.get("code", ""))
    if entered is vouchers.Entered.DONE:
        counted.rollback()
    return back(entered)


@only_posted("basket:page")
@never_cache
def currency(request: HttpRequest) -> HttpResponse:
    kept = currencies.choose(cookie.token(request), request.POST.get("currency", "")[:3])
    return back("currency" if kept else "moved-on")
