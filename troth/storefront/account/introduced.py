"""Signing in with another service: its buttons, and the connections of an account.

The buttons post. A browser holds a form's redirects, too, against the page's `form-action` (CSP 3, 6.3.1.1), so pages that
have buttons, and no others, let in the origins of the services' pages.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troth.people import limits
from troth.people.introduced import asking, granted, links
from troth.people.introduced.asking import For
from troth.recipients import sign_in

from .private import View
from .who import owner

LONGEST = 2000  # characters of an address to go on to


def offered() -> list[dict[str, str]]:
    """Name and label of each service with a button. None where the policy lets no address in by that door."""
    names = sign_in.offered() if "email" in granted.names() else ()
    return [{"name": name, "label": links.label_of(name)} for name in names]


def leads_out(view: Callable[..., Any]) -> View:
    """A page with such buttons: it knows the services, and its forms may lead to their pages."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, *args, **kwargs)
        allowed = [*settings.SECURE_CSP["form-action"], *sign_in.pages()]
        response._csp_config = {**settings.SECURE_CSP, "form-action": allowed}  # type: ignore[attr-defined]  # as `csp_override` does
        return response

    return answering


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, service: str) -> HttpResponse:
    """The button: off to the service's page. `for` says what for; whoever only opens the address is led to where the buttons are."""
    if service not in sign_in.offered() or request.POST.get("for", "sign_in") not in For:
        raise Http404
    sent_for = For(request.POST.get("for", "sign_in"))
    if request.method != "POST" or request.user.is_authenticated != (sent_for is not For.SIGN_IN):
        return redirect("account_services" if request.user.is_authenticated else "account_login")
    if sent_for is For.CONNECT:
        return _connecting(request, service)
    return _sent_off(request, service, sent_for)


@require_http_methods(["GET", "HEAD", "POST"])
def connections(request: HttpRequest) -> HttpResponse:
    """The services an account may be signed in with; a post takes one away."""
    if request.method == "POST":
        return _taken_away(request)
    mine = links.links_of(owner(request))
    held = {each.service for each in mine}
    others = [each for each in offered() if each["name"] not in held]
    shown = {"links": mine, "others": [] if owner(request).is_staff else others, "told": granted.labels()}
    return render(request, "account/services.html", shown)


def again(request: HttpRequest) -> HttpResponse:
    """Before an account is changed that has no other way in: its service is asked to make sure."""
    mine = {each.service for each in links.links_of(owner(request))}
    shown = {"services": [each for each in offered() if each["name"] in mine], "onwards": onwards(request.GET)}
    return render(request, "account/services_again.html", shown)


def onwards(told: Any) -> str:
    """A page of this shop to go on to, or "" """
    where = str(told.get("next", ""))
    ours = where.startswith("/") and len(where) <= LONGEST
    return where if ours and url_has_allowed_host_and_scheme(where, allowed_hosts=None) else ""


@reauthentication_required(app="allauth.account")
def _connecting(request: HttpRequest, service: str) -> HttpResponse:
    return _sent_off(request, service, For.CONNECT)


@reauthentication_required(app="allauth.account")
def _taken_away(request: HttpRequest) -> HttpResponse:
    try:
        gone = links.disconnect(owner(request), _id(request))
    except links.OnlyWay:
        messages.error(request, _("It is your only way in. Choose a password first, and then take it away."))
    else:
        if gone:
            messages.success(request, _("It is no longer connected, and can't sign you in any more."))
    return redirect("account_services")


def _sent_off(request: HttpRequest, service: str, sent_for: For) -> HttpResponse:
    if limits.take(request, "introduction") is None:
        return render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    account = str(request.user.public_id) if request.user.is_authenticated else ""
    back = request.build_absolute_uri(reverse("sign-in-back", args=[service]))
    try:
        page = asking.begin(request.session, service, back, sent_for, account, onwards(request.POST))
    except sign_in.NoAnswer:
        messages.error(
            request, _("The service can't be reached at the moment. Please sign in another way, or try again later.")
        )
        return redirect("account_services" if account else "account_login")
    return HttpResponseRedirect(page)


def _id(request: HttpRequest) -> uuid.UUID:
    """The asked connection; one that does not exist where the post is nonsense."""
    try:
        return uuid.UUID(request.POST.get("remove", ""))
    except ValueError:
        return uuid.uuid4()
