"""Finding a person and looking at what the job opens of them. The typed address stays in the request that brought it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from troth.rights import for_staff, on_request, tickets

from ..attending import attending
from ..pages import page, posted
from . import sentences
from .forms import FindForm


def with_ticket(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the person a ticket stands for. One that is too old, or another's, leads back to the search."""

    @wraps(view)
    def opened(request: HttpRequest, ticket: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            person = tickets.read(ticket, attending(request).account)
        except tickets.NoTicket:
            messages.info(request, _("That page was open for two hours. Please look the person up again."))
            return HttpResponseRedirect(reverse("office:people"))
        return view(request, ticket, person, *args, **kwargs)

    return opened


@sensitive_post_parameters("email", "telephone")
@sensitive_variables("form", "told")
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """By exactly their e-mail address or telephone number, posted; it is in no address, log or session."""
    work = attending(request)
    for_staff.purpose_of(work)
    form, matches = FindForm(posted(request)), None
    if form.is_bound and form.is_valid():
        told = form.cleaned_data
        found = (
            for_staff.find(told["email"], work) if told["email"] else for_staff.find_by_number(told["telephone"], work)
        )
        matches = [(tickets.write(match.person, work.account), match) for match in found]
        if len(matches) == 1:
            return HttpResponseRedirect(reverse("office:person", args=[matches[0][0]]))
    told = {"form": form, "matches": matches}
    return page(request, "office/people/find.html", told, title=_("People"), icon="group")


@require_GET
@with_ticket
def person(request: HttpRequest, ticket: str, person: Any) -> HttpResponse:
    work = attending(request)
    shown = for_staff.look(person, work, order=request.GET.get("order", ""))
    if shown is None:
        return gone(request)
    kinds = on_request.addable(person) if work.answers_requests else ()
    told = {"person": shown, "ticket": ticket, "addable": [(kind, sentences.ADD[kind]) for kind in kinds]}
    return page(request, "office/people/person.html", told, title=_("Person"), icon="user", trail=_trail())


@require_GET
@with_ticket
def history(request: HttpRequest, ticket: str, person: Any) -> HttpResponse:
    """The record of uses, as the person reads it."""
    shown = for_staff.history_of(person, attending(request), before=_entry(request.GET.get("before", "")))
    told = {"shown": shown, "ticket": ticket}
    return person_page(request, "office/people/history.html", told, ticket, _("Record of uses"))


def person_page(
    request: HttpRequest, template: str, told: dict[str, object], ticket: str, title: str, status: int = 200
) -> HttpResponse:
    trail = [*_trail(), (reverse("office:person", args=[ticket]), _("Person"))]
    told = {**told, "ticket": ticket}
    return page(request, template, told, title=title, icon="user", trail=trail, status=status)


def gone(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("There is nobody here by that name any more."))
    return HttpResponseRedirect(reverse("office:people"))


def _trail() -> list[tuple[str, str]]:
    return [(reverse("office:people"), _("People"))]


def _entry(asked: str) -> UUID | None:
    try:
        return UUID(asked)
    except ValueError:
        return None
