"""The form on which a buyer tells what is wrong. Only with a proven link or the order's account: for everybody else
there is no such order.
"""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from troth import people
from troth.orders.errors import OrderTrouble, Refused
from troth.support import reportable, reporting, shelf

from ..account.private import secret
from ..checkout import cookie
from .form import ProblemForm


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("text")
@sensitive_variables("form")
@secret
def tell(request: HttpRequest, number: str) -> HttpResponse:
    person = people.person_of(request.user) if request.user.is_authenticated else None
    browser = cookie.browser(request)
    offered = reportable.of_buyer(number, person=person, browser=browser)
    if offered is None or not offered.problems:
        raise Http404
    form = ProblemForm(offered, request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                return _heard(number, reporting.by_buyer(number, form.told, person=person, browser=browser))
            except OrderTrouble as trouble:
                form.add_error(None, str(trouble))
                status = HTTPStatus.CONFLICT
            except Refused as refused:
                form.add_error(None, refused.reason)
                status = HTTPStatus.FORBIDDEN
    told = {"form": form, "number": number, "cases": shelf.told_by_buyer(number)}
    return render(request, "storefront/orders/problem.html", told, status=status)


def _heard(number: str, heard: reporting.Heard | None) -> HttpResponse:
    if heard is None:
        raise Http404
    said = "problem-struck" if heard.struck else "problem-told"
    return HttpResponseRedirect(f"{reverse('orders:page', args=[number])}?said={said}", status=HTTPStatus.SEE_OTHER)
