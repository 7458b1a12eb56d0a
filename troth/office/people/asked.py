"""Taking in what somebody wants us to have: a record that was missing, a new address of their account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from troth.people.postal_form import RESHAPE
from troth.rights import for_staff, on_request, records_for_staff

from ..attending import attending
from ..pages import posted
from .forms import AskedForm, EmailForm, correction
from .views import person_page, with_ticket


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
@with_ticket
def add(request: HttpRequest, ticket: str, person: Any, kind: str) -> HttpResponse:
    """A record of theirs that is missing. The form is empty and nothing is opened for it."""
    work = attending(request)
    for_staff.answering(work)
    if kind not in on_request.addable(person):
        raise Http404
    form, asked = correction(kind, {}, posted(request)), AskedForm(posted(request))
    if RESHAPE in request.POST:
        form.leave_unchecked()
        asked = AskedForm(initial={"reason": request.POST.get("reason", "")})
    elif asked.is_bound and all((form.is_valid(), asked.is_valid())):
        on_request.add(person, work, kind, form.cleaned_data, asked.cleaned_data["reason"])
        return _done(request, ticket, _("Added. The entry in their record says that we did, and your reason."))
    label = records_for_staff.LABELS[kind]
    told = {"label": label, "form": form, "asked": asked, "reshape": RESHAPE if kind == "address" else ""}
    return person_page(request, "office/people/add.html", told, ticket, _("Add on request"))


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "POST"])
@with_ticket
def email(request: HttpRequest, ticket: str, person: Any) -> HttpResponse:
    """A new address for an account. It counts once its mailbox has answered; until then the present one stays."""
    work = attending(request)
    for_staff.answering(work)
    form, asked = EmailForm(posted(request)), AskedForm(posted(request))
    if form.is_bound and all((form.is_valid(), asked.is_valid())):
        try:
            on_request.change_email(person, work, form.cleaned_data["email"], asked.cleaned_data["reason"])
        except on_request.SameAddress:
            form.add_error("email", _("That is the address of the account already."))
        except on_request.NotCorrectable:
            raise Http404 from None
        else:
            said = _("We have written to the new address. It counts once they follow the link in the mail.")
            return _done(request, ticket, said)
    told = {"label": _("E-mail address"), "form": form, "asked": asked, "says": "email"}
    return person_page(request, "office/people/add.html", told, ticket, _("New e-mail address"))


def _done(request: HttpRequest, ticket: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(reverse("office:person", args=[ticket]))
