"""The account's own pages: what there is, who one is, where one is signed in."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from troth import people
from troth.people import details as told
from troth.people import signed_in
from troth.people.at_home import at_home
from troth.rights import moved, reader

from .forms import DetailsForm
from .who import owner


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    shown = {"state": people.sign_in_state(owner(request)), "known": at_home(owner(request))}
    return render(request, "account/home.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        form = DetailsForm(request.POST)
        if form.is_valid():
            who = reader.of_account(owner(request))
            rules = moved.rules_of(who) if who else ""
            told.correct(owner(request), form.cleaned_data)
            messages.success(request, _("Your details are corrected."))
            return redirect("my-moved" if who and moved.rules_of(who) != rules else "account_home")
    else:
        form = DetailsForm(initial=told.as_typed(told.details_of(owner(request))))
    return render(request, "account/details.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where the account is signed in; a post ends one session, or all others."""
    if request.method == "POST":
        if "others" in request.POST:
            signed_in.end_others(owner(request), request.session.session_key)
            messages.success(request, _("You are signed out everywhere else."))
        elif signed_in.end(owner(request), _session_id(request)):
            messages.success(request, _("That device is signed out."))
        return redirect("account_sessions")
    shown = signed_in.sessions_of(owner(request), request.session.session_key)
    return render(request, "account/sessions.html", {"sessions": shown})


def _session_id(request: HttpRequest) -> uuid.UUID:
    """The asked session; one that does not exist where the post is nonsense."""
    try:
        return uuid.UUID(request.POST.get("end", ""))
    except ValueError:
        return uuid.uuid4()
