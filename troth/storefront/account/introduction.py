"""Somebody comes back from a service: known, new, or to be asked to sign in here first."""

from __future__ import annotations

import logging
import secrets
from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from troth.people.introduced import asking, links, meeting, ticket
from troth.people.introduced.asking import Answer, For
from troth.people.models import User
from troth.recipients import sign_in
from troth.recipients.payment import NotTheirWord
from troth.recipients.sign_in import Told

from .forms import NewcomerForm
from .introduced import onwards

logger = logging.getLogger("troth.people")
METHOD = "socialaccount"  # allauth's word for it; the records of a session hold it and a time
_BROWSER = "newcomer"  # where a session remembers the word that its ticket is bound to


@sensitive_variables("answer")
@require_safe
def back(request: HttpRequest, service: str) -> HttpResponse:
    """One address for all languages, since services know it by heart; the answer speaks the one that was spoken."""
    if service not in sign_in.offered():
        raise Http404
    with translation.override(asking.language_of(request.session, request.GET)):
        try:
            answer = asking.answer(request.session, service, request.GET.dict())
        except asking.NotAsked:
            return _stopped(request, service, "late", HTTPStatus.BAD_REQUEST)
        except asking.Declined:
            return _stopped(request, service, "declined")
        except (NotTheirWord, sign_in.NoAnswer) as trouble:
            logger.warning("the answer of a service for signing in was refused: %s", trouble)
            return _stopped(request, service, "refused", HTTPStatus.BAD_REQUEST)
        return _arrived(request, service, answer)


@sensitive_post_parameters()
@sensitive_variables("told", "form", "sealed")
@require_POST
def join(request: HttpRequest, service: str) -> HttpResponse:
    """A newcomer says yes: an account is made, connected, and open."""
    if service not in sign_in.offered():
        raise Http404
    sealed = request.POST.get("ticket", "")
    try:
        told = ticket.read(sealed, service, request.session.get(_BROWSER, ""))
    except ticket.NoTicket:
        return _stopped(request, service, "late", HTTPStatus.BAD_REQUEST)
    form = NewcomerForm(request.POST)
    if not form.is_valid():
        return _newcomer(request, service, told, sealed, form)
    try:
        user = meeting.join(service, told, form.cleaned_data["name"], form.cleaned_data["country"])
    except (meeting.Taken, links.AnothersAlready):
        return _stopped(request, service, "has_account")
    request.session.pop(_BROWSER, None)
    return _let_in(request, user, onwards(request.POST))


@sensitive_variables("answer")
def _arrived(request: HttpRequest, service: str, answer: Answer) -> HttpResponse:
    if answer.sent_for is not For.SIGN_IN:
        return _of_account(request, service, answer)
    if request.user.is_authenticated:
        messages.info(request, _("You are signed in already."))
        return redirect("account_home")
    met = meeting.meet(service, answer.told)
    match met:
        case meeting.Known():
            return _let_in(request, met.user, answer.onwards)
        case meeting.Newcomer():
            request.session[_BROWSER] = secrets.token_urlsafe(24)
            sealed = ticket.write(service, met.told, request.session[_BROWSER])
            form = NewcomerForm(initial={"name": met.told.name})
            return _newcomer(request, service, met.told, sealed, form, answer.onwards)
        case meeting.HasAccount():
            return _stopped(request, service, "has_account")
        case meeting.Unproven():
            return _stopped(request, service, "unproven")
        case meeting.Employee():
            return _stopped(request, service, "employee")


@sensitive_variables("answer")
def _of_account(request: HttpRequest, service: str, answer: Answer) -> HttpResponse:
    """Back for an account that sent them: still signed in here, and as the same."""
    user = request.user
    if not isinstance(user, User) or str(user.public_id) != answer.account:
        return _stopped(request, service, "late", HTTPStatus.BAD_REQUEST)
    if user.is_staff:
        return _stopped(request, service, "employee")
    if answer.sent_for is For.AGAIN:
        if links.account_of(service, answer.told) != user:
            return _stopped(request, service, "another", HTTPStatus.BAD_REQUEST)
        record_authentication(request, user, METHOD, reauthenticated=True)
        return HttpResponseRedirect(answer.onwards) if answer.onwards else redirect("account_home")
    try:
        links.connect(user, service, answer.told)
    except links.AnothersAlready:
        return _stopped(request, service, "another", HTTPStatus.BAD_REQUEST)
    except links.NotForStaff:
        return _stopped(request, service, "employee")
    messages.success(request, _("Connected. From now on it can sign you in."))
    return redirect("account_services")


def _let_in(request: HttpRequest, user: User, where: str) -> HttpResponse:
    """allauth's own way in: a closed account is told so, a second factor is asked, the session gets a new key."""
    record_authentication(request, user, METHOD)
    response: HttpResponse = perform_login(request, user, redirect_url=where or None)
    return response


@sensitive_variables("told", "sealed", "form")
def _newcomer(
    request: HttpRequest, service: str, told: Told, sealed: str, form: NewcomerForm, where: str = ""
) -> HttpResponse:
    shown: dict[str, Any] = {
        "form": form,
        "ticket": sealed,
        "email": told.email,
        "service": service,
        "label": links.label_of(service),
        "onwards": where or onwards(request.POST),
    }
    return render(request, "account/service_newcomer.html", shown)


def _stopped(request: HttpRequest, service: str, why: str, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    shown = {"why": why, "label": links.label_of(service), "signed_in": request.user.is_authenticated}
    return render(request, "account/service_stopped.html", shown, status=status)
