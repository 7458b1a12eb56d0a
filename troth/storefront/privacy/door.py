"""The way in: an overview for those we know, a choice of two doors for those we do not know yet."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from troth.people import limits
from troth.people.evenly import evenly
from troth.rights import choices, glance, reader

from ..account.private import secret, unseen
from ..consent import joining
from ..posted import only_posted
from .forms import LinkForm
from .who import cookie_name, forget, keep, reader_of


@require_safe
@unseen
def overview(request: HttpRequest) -> HttpResponse:
    who = reader_of(request)
    if who is None:
        return render(request, "storefront/privacy/door.html", {"form": LinkForm()})
    return render(
        request,
        "storefront/privacy/overview.html",
        {
            "here": "overview",
            "standing": choices.standing(who),
            "glance": glance.glance(who),
            "guest": who.account is None,
        },
    )


@only_posted("my-privacy")
@unseen
@evenly
def ask_for_link(request: HttpRequest) -> HttpResponse:
    """The answer is the same, and as fast, whether or not we know the address."""
    form = LinkForm(request.POST)
    if not form.is_valid():
        return render(request, "storefront/privacy/door.html", {"form": form}, status=422)
    if limits.take(request, "privacy_link", email=form.cleaned_data["email"]) is None:
        form.add_error("email", _("We were asked for many links just now. Please wait an hour, then try again."))
        return render(request, "storefront/privacy/door.html", {"form": form}, status=429)
    reader.ask_for_link(form.cleaned_data["email"])
    return render(request, "storefront/privacy/link_sent.html", {"hours": reader.LINK_HOURS})


@require_http_methods(["GET", "HEAD", "POST"])
@secret
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """A link from a mail. Mail scanners open links, so entering takes the press of a button."""
    if request.method != "POST":
        status = 200 if reader.knock(token) else 410
        return render(request, "storefront/privacy/enter.html", {"open": status == 200}, status=status)
    session = reader.enter(token)
    if session is None:
        return render(request, "storefront/privacy/enter.html", {"open": False}, status=410)
    response = redirect("my-privacy")
    keep(response, session)
    guest = reader.of_cookie(session)
    if guest is not None:
        joining.join_guest(request, response, guest.persons)
    return response


@only_posted("my-privacy")
@unseen
def leave(request: HttpRequest) -> HttpResponse:
    reader.leave(request.COOKIES.get(cookie_name(), ""))
    messages.success(request, _("You have left. The link in the mail does not work a second time."))
    response = redirect("my-privacy")
    forget(response)
    return response
