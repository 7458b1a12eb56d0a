"""Looking up where somebody works, and giving a partner a number to tell about them. Each look is an entry."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth.leads import ask, hearing, known
from troth.recipients.payment import NotTheirWord
from troth.rights import tickets

from ..attending import attending
from ..pages import page, posted
from ..people.views import with_ticket
from .forms import FindForm, SaidForm


@sensitive_post_parameters("email")
@sensitive_variables("form", "found")
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """By exactly their e-mail address, posted; it is in no address, log or session."""
    work = attending(request)
    known.check(work.actor)
    form = FindForm(posted(request))
    if form.is_bound and form.is_valid():
        found = known.find(form.cleaned_data["email"], work.actor)
        if found is not None:
            return HttpResponseRedirect(reverse("office:lead", args=[tickets.write(found, work.account)]))
        form.add_error("email", known.nobody())
    told = {"form": form, "tallies": known.tallies()}
    return page(request, "office/leads/find.html", told, title=_("Businesses"), icon="site")


@require_GET
@with_ticket
def person(request: HttpRequest, ticket: str, person: Any) -> HttpResponse:
    return _page(request, ticket, person)


@require_POST
@with_ticket
def number(request: HttpRequest, ticket: str, person: Any) -> HttpResponse:
    """What a partner is given, shown once. That it was given is an entry; the number itself is kept nowhere."""
    partner = request.POST.get("partner", "")
    try:
        given = ask.ask(person, partner, attending(request).actor)
    except LookupError:
        raise Http404 from None
    return _page(request, ticket, person, given=given, partner=dict(known.partners())[partner])


@sensitive_post_parameters("organization", "position")
@sensitive_variables("form")
@require_POST
@with_ticket
def practise(request: HttpRequest, ticket: str, person: Any) -> HttpResponse:
    """In practice mode only: the practice partner says its word, through the same door as a real one."""
    if not settings.TROTH.practice:
        raise Http404
    form = SaidForm(posted(request))
    if not form.is_valid():
        return _page(request, ticket, person, form=form)
    try:
        hearing.practise(person, attending(request).actor, **form.told)
    except hearing.Nobody:
        messages.error(request, _("It was not taken: they said no to it, or are not here any more."))
    except NotTheirWord:
        messages.error(request, _("It was not taken: the word makes no sense."))
    else:
        messages.success(request, _("The practice partner has said its word."))
    return HttpResponseRedirect(reverse("office:lead", args=[ticket]))


@sensitive_variables("told")
def _page(request: HttpRequest, ticket: str, person: Any, form: SaidForm | None = None, **more: Any) -> HttpResponse:
    told = {
        "shown": known.of(person, attending(request).actor),
        "partners": known.partners(),
        "ticket": ticket,
        "form": form or SaidForm(),
        "practice": settings.TROTH.practice,
        **more,
    }
    trail = [(reverse("office:leads"), _("Businesses"))]
    return page(request, "office/leads/person.html", told, title=_("Where they work"), icon="site", trail=trail)
