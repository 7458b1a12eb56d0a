"""The practice till: the page of a payment provider that there is not. A real one lives on a host of its own."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from troth.catalog.money import Money
from troth.recipients import till_counter

from ..account.private import unseen

ACTS = {"pay": till_counter.pay, "decline": till_counter.decline, "leave": till_counter.leave}


@require_http_methods(["GET", "HEAD", "POST"])
@unseen
def till(request: HttpRequest, session: str) -> HttpResponse:
    """GET shows the amount and three buttons; POST does what the button says and goes back to the shop."""
    act = ACTS.get(request.POST.get("act", ""))
    if request.method == "POST" and act is not None:
        try:
            return HttpResponseRedirect(act(session), status=HTTPStatus.SEE_OTHER)
        except till_counter.NoSuchPage:
            raise Http404 from None
    shown = till_counter.shown(session)
    if shown is None:
        raise Http404
    context = {"till": shown, "amount": Money(shown.amount, shown.currency), "back": shown.back}
    return render(request, "storefront/practice/till.html", context)
