"""Carrying out what somebody asked for: one button, one verb, recorded with the employee's job."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from troth.people.postal_form import RESHAPE
from troth.rights import for_staff, on_request

from ..attending import attending
from ..pages import posted
from .forms import correction
from .views import person_page, with_ticket

AS_IT_WAS = gettext_lazy("That is how it stood already, so nothing was written again.")


@require_POST
@with_ticket
def stop_mails(request: HttpRequest, ticket: str, person: Any) -> HttpResponse:
    bound = on_request.stop_mails(person, attending(request))
    said = _("No more mails, from this second on. Mails about orders still come.")
    return _done(request, ticket, said if bound.new else str(AS_IT_WAS))


@require_POST
@with_ticket
def processing(request: HttpRequest, ticket: str, person: Any) -> HttpResponse:
    on = "stop" in request.POST
    bound = on_request.restrict(person, attending(request), on)
    said = _("Processing is stopped.") if on else _("Processing goes on again.")
    return _done(request, ticket, said if bound.new else str(AS_IT_WAS))


@require_POST
@with_ticket
def purchases(request: HttpRequest, ticket: str, person: Any) -> HttpResponse:
    on = "stop" in request.POST
    bound = on_request.close(person, attending(request), on)
    said = _("The account is closed for purchases.") if on else _("The account is open for purchases again.")
    return _done(request, ticket, said if bound.new else str(AS_IT_WAS))


@require_POST
@with_ticket
@sensitive_variables()
def take_along(request: HttpRequest, ticket: str, person: Any) -> HttpResponse:
    """Everything held about them as a file, to be handed over."""
    packed = on_request.take_along(person, attending(request))
    name = f"export-{timezone.now():%Y-%m-%d}.zip"
    return HttpResponse(
        packed,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@require_http_methods(["GET", "POST"])
@with_ticket
def erase(request: HttpRequest, ticket: str, person: Any) -> HttpResponse:
    """Shows first what goes now and what stays until when because of which law."""
    work = attending(request)
    if request.method == "POST" and request.POST.get("sure") == "yes":
        on_request.carry_out_erasure(person, work)
        messages.success(request, _("Erased. Nobody here knows who they were any more."))
        return HttpResponseRedirect(reverse("office:people"))
    told = {"plan": on_request.plan(person, work), "unsure": request.method == "POST"}
    return person_page(request, "office/people/erase.html", told, ticket, _("Erase on request"))


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
@with_ticket
def correct(request: HttpRequest, ticket: str, person: Any, record: UUID) -> HttpResponse:
    work = attending(request)
    held = for_staff.record(person, work, record)
    if held is None:
        raise Http404
    form = correction(held.kind, held.typed(), posted(request))
    if RESHAPE in request.POST:
        form.leave_unchecked()
    elif form.is_bound and form.is_valid():
        moved = on_request.correct(person, work, held.kind, record, form.cleaned_data)
        said = _("Corrected. The old record is gone.")
        return _done(request, ticket, f"{said} {_under(moved)}" if moved else said)
    told = {"held": held, "form": form, "reshape": RESHAPE}
    return person_page(request, "office/people/correct.html", told, ticket, _("Correct on request"))


def _under(moved: on_request.Unsaid) -> str:
    """What the employee can tell them."""
    told = {
        "rules": moved.rules,
        "asked": ", ".join(dict.fromkeys(choice.label for choice in moved.off)) or _("nothing"),
    }
    says = _("The rules of %(rules)s hold now. They were asked by mail; off until they say yes: %(asked)s.")
    return says % told


def _done(request: HttpRequest, ticket: str, said: str) -> HttpResponseRedirect:
    messages.success(request, said)
    return HttpResponseRedirect(reverse("office:person", args=[ticket]))
