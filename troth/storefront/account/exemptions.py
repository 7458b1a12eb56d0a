"""One's own tax exemptions: filing one, how it stands, ending it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from troth.orders.exemptions import filing, mine
from troth.orders.exemptions.errors import ExemptionTrouble, NotThere, Refused
from troth.orders.exemptions.form import CertificateForm
from troth.orders.exemptions.purpose import declared
from troth.people import limits
from troth.people.persons import person_behind


def where_declared(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """In a shop whose policy is silent on exemptions there is no such page."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not declared():
            raise Http404
        return view(request, *args, **kwargs)

    return shown


@sensitive_post_parameters("number", "organization")
@sensitive_variables("form")
@require_http_methods(["GET", "HEAD", "POST"])
def exemptions(request: HttpRequest) -> HttpResponse:
    person = person_behind(request.user)
    form = CertificateForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            status = _filed(request, form)
            if status == HTTPStatus.SEE_OTHER:
                return redirect("account_exemptions")
    told = {"form": form, "exemptions": mine.of(person), "places": filing.places()}
    return render(request, "account/exemptions.html", told, status=status)


def end(request: HttpRequest, exemption: UUID) -> HttpResponse:
    try:
        mine.end(person_behind(request.user), exemption)
    except NotThere:
        raise Http404 from None
    messages.success(request, _("It is ended. Orders from now on carry sales tax there."))
    return redirect("account_exemptions")


@sensitive_variables("form")
def _filed(request: HttpRequest, form: CertificateForm) -> HTTPStatus:
    if limits.take(request, "exemption") is None:
        form.add_error(None, _("You filed often just now. Please wait an hour, then try again."))
        return HTTPStatus.TOO_MANY_REQUESTS
    try:
        filing.file(person_behind(request.user), form.told)
    except ExemptionTrouble as trouble:
        form.add_error(trouble.field or None, str(trouble))
        return HTTPStatus.UNPROCESSABLE_ENTITY
    except Refused as refused:
        form.add_error(None, refused.reason)
        return HTTPStatus.FORBIDDEN
    messages.success(
        request, _("Thank you. One of us looks at it, and writes to you. Until then orders carry sales tax.")
    )
    return HTTPStatus.SEE_OTHER
