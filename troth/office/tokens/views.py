"""Tokens: lent, listed with their last use, ended. The token itself is on the answer to the button and nowhere after."""

from __future__ import annotations

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from troth.people import office_tokens, staff
from troth.people.models import User
from troth.people.office_tokens import Lent, NotTheirs, Shown
from troth.rights.at_work import AtWork

from ..attending import attending
from ..pages import page, posted
from .forms import LendForm


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    work, user = attending(request), _me(request)
    told = {
        "lends": bool(office_tokens.lendable(user)),
        "own": office_tokens.shown(office_tokens.held_by(user)),
        "others": _others(work, user),
    }
    return page(request, "office/tokens/list.html", told, title=_("Programs"), icon="key")


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_variables("lent")
@reauthentication_required(app="allauth.account")
def lend(request: HttpRequest) -> HttpResponse:
    """Whoever lends something signs in afresh before: a token opens what they may see, without them."""
    user = _me(request)
    form, lent = LendForm(posted(request), lendable=office_tokens.lendable(user)), None
    if form.is_bound and form.is_valid():
        lent = _lent(user, form)
    trail = [(reverse("office:tokens"), _("Programs"))]
    told = {"form": form, "lent": lent}
    return page(request, "office/tokens/lend.html", told, title=_("Lend a purpose"), icon="key", trail=trail)


@require_POST
def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One's own; for whoever manages staff, anybody's."""
    whose = None if attending(request).manages_staff else _me(request)
    if office_tokens.end(public_id, whose):
        messages.success(request, _("It opens nothing any more."))
    else:
        messages.error(request, _("There is no such token, or it had ended already."))
    return HttpResponseRedirect(reverse("office:tokens"))


def _lent(user: User, form: LendForm) -> Lent | None:
    asked = form.cleaned_data
    try:
        return office_tokens.lend(user, asked["label"], asked["purposes"], days=asked["days"])
    except NotTheirs:  # the job changed while the form was open
        form.add_error("purposes", _("This is not in your job any more."))
        return None


def _others(work: AtWork, user: User) -> tuple[Shown, ...]:
    """Everybody else's, with their names, for whoever manages staff."""
    rows = list(office_tokens.everybody().exclude(user=user)) if work.manages_staff else []
    if not rows:
        return ()
    names = {each.account: each.name for each in staff.employees(by=work.actor)}
    return office_tokens.shown(rows, names)


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (the door of the office lets nobody else in)
    return request.user
