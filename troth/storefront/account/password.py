"""A forgotten password, from the link in the mail on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from troth import channels
from troth.people import resetting

from .forms import NewPasswordForm


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail: a page with a button, then an address without the secret."""
    if request.method != "POST":
        usable = channels.links.valid(resetting.LINK, token)
        return render(request, "account/password_link.html", {"usable": usable})
    request.session.cycle_key()
    if not resetting.follow(request.session, token):
        return render(request, "account/password_link.html", {"usable": False})
    return redirect("account_reset_choose")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    user = resetting.whose(request.session)
    if user is None:
        return redirect("account_reset_password")
    form = NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        resetting.choose(request.session, form.cleaned_data["password1"])
        messages.success(request, _("Your password is changed, and you are signed out everywhere. Please sign in."))
        return redirect("account_login")
    return render(request, "account/password_reset_from_key.html", {"form": form})
