"""The account's e-mail address: changed here, proven through a link in a mail."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.email_verification import verify_email_and_resume
from allauth.account.models import EmailConfirmationHMAC
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from troth import channels
from troth.people import addresses
from troth.people.mails import CONFIRM

from .forms import EmailForm
from .who import owner


@sensitive_post_parameters()
@reauthentication_required(app="allauth.account", allow_get=False)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Show the address and the one that is waiting; take a new one, write again, or forget the waiting one."""
    form = EmailForm(request.POST if "new" in request.POST else None)
    if request.method == "POST":
        if not ratelimit.consume(request, action="manage_email", user=owner(request)):
            form.add_error(None, get_adapter().validation_error("rate_limited"))
        elif _done(request, form):
            return redirect("account_email")
    shown = addresses.addresses_of(owner(request))
    return render(request, "account/email_change.html", {"form": form, "addresses": shown})


def _done(request: HttpRequest, form: EmailForm) -> bool:
    if "forget" in request.POST:
        addresses.drop_waiting(owner(request))
        messages.success(request, _("The new address is forgotten. Your present one stays."))
        return True
    if "again" in request.POST:
        addresses.ask_again(owner(request))
        messages.success(request, _("We have written to the new address again."))
        return True
    if not form.is_valid():
        return False
    try:
        addresses.begin_change(owner(request), form.cleaned_data["email"])
    except addresses.SameAddress:
        form.add_error("email", _("That is your address already."))
        return False
    messages.success(request, _("We have written to the new address. It counts once you follow the link in the mail."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A mail scanner may open the link: a page with a button. Pressing it uses the link up and proves the mailbox."""
    if request.method != "POST":
        found = addresses.at_id(channels.links.look(CONFIRM, token))
        return render(request, "account/email_confirm.html", {"usable": found is not None})
    address = addresses.at_id(channels.links.redeem(CONFIRM, token))
    if address is None or not addresses.prove(address):
        return render(request, "account/email_confirm.html", {"usable": False})
    former = address.user.email
    _proven, response = verify_email_and_resume(request, EmailConfirmationHMAC(address))
    if former != address.email:
        channels.send_now("email_changed", former)  # while there is still an address behind the alias
    addresses.tidy(address.user)
    return response or redirect("account_home" if request.user.is_authenticated else "account_login")
