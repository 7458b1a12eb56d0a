"""Who works here, with which job. A job is a set of purposes; granting one is an entry in the employee's own record."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth.people import Taken, staff
from troth.people.models import User
from troth.rights import jobs

from ..attending import attending
from ..pages import page, posted
from .forms import InviteForm, JobsForm


@require_GET
def everybody(request: HttpRequest) -> HttpResponse:
    work = attending(request)
    jobs.manager(work)
    told = {"employees": staff.employees(by=work.actor), "roles": jobs.all_of_them()}
    return page(request, "office/staff/list.html", told, title=_("Staff"), icon="user")


@sensitive_post_parameters("name", "email")
@sensitive_variables("form")
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """A new employee gets a mail with a link to choose a password; that proves their address as well."""
    work = attending(request)
    jobs.manager(work)
    form = InviteForm(posted(request))
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        try:
            staff.create(asked["name"], asked["email"], asked["roles"], by=work.actor)
        except Taken:
            form.add_error(
                "email", _("There is an account at this address already. A customer has to change it first.")
            )
        else:
            messages.success(request, _("Invited. They get a mail with a link to choose a password."))
            return HttpResponseRedirect(reverse("office:staff"))
    return page(
        request, "office/staff/invite.html", {"form": form}, title=_("Invite somebody"), icon="user", trail=_trail()
    )


@require_http_methods(["GET", "POST"])
def jobs_of(request: HttpRequest, public_id: UUID) -> HttpResponse:
    work, user = attending(request), _employee(public_id)
    jobs.manager(work)
    held = jobs.held_by(user.pk)
    form = JobsForm(posted(request), initial={"roles": sorted(held)}, own=user.pk == work.account)
    if form.is_bound and form.is_valid():
        staff.change_roles(user, form.cleaned_data["roles"], by=work.actor)
        messages.success(request, _("Changed. It holds from this second on."))
        return HttpResponseRedirect(reverse("office:staff"))
    told = {
        "form": form,
        "employee": next((each for each in staff.employees(by=work.actor) if each.account == user.pk), None),
        "own": user.pk == work.account,
    }
    return page(request, "office/staff/jobs.html", told, title=_("Jobs"), icon="user", trail=_trail())


@require_POST
def leave(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """An employee leaves: no job, no sign-in, signed out everywhere."""
    work, user = attending(request), _employee(public_id)
    jobs.manager(work)
    if user.pk == work.account:
        messages.error(request, _("Somebody else has to close your account."))
        return HttpResponseRedirect(reverse("office:jobs", args=[public_id]))
    staff.disable(user, by=work.actor)
    messages.success(request, _("They can't sign in any more, and were signed out everywhere."))
    return HttpResponseRedirect(reverse("office:staff"))


def _employee(public_id: UUID) -> User:
    return get_object_or_404(User, public_id=public_id, is_staff=True)


def _trail() -> list[tuple[str, str]]:
    return [(reverse("office:staff"), _("Staff"))]
