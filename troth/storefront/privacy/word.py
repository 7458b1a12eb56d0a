"""One's word: choices, stopping mails, stopping processing, closing the account, erasing oneself."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from troth.policy import midway
from troth.rights import choices, erase, keyring, moved
from troth.rights.reader import Reader

from ..posted import only_posted
from .forms import EraseForm
from .who import forget, mine_only, sign_in_afresh

IN_FORCE = gettext_lazy("It is in force already.")


@require_http_methods(["GET", "HEAD", "POST"])
@mine_only
def choose(request: HttpRequest, who: Reader) -> HttpResponse:
    if request.method == "POST":
        purpose, channel, answer = (request.POST.get(name, "") for name in ("purpose", "channel", "answer"))
        asked = {(each.purpose, each.channel): each for each in choices.shown(who) if each.in_force}
        about = asked.get((purpose, channel))
        if about is None or answer not in ("yes", "no"):
            return HttpResponseBadRequest(_("That is not one of the choices on this page."))
        bound = choices.choose(who, purpose, channel, answer == "yes")
        said = _("Yes to “%(what)s” by %(channel)s.") if answer == "yes" else _("No to “%(what)s” by %(channel)s.")
        channel_said = midway(about.channel_label, get_language() or "")
        _tell(request, bound, said % {"what": about.label, "channel": channel_said} + f" {IN_FORCE}")
        if "moved" in request.POST:
            return redirect("my-moved")
        return redirect(f"{request.path}#{purpose}-{channel}")
    told = {"here": "choices", "groups": choices.grouped(who), "standing": choices.standing(who)}
    return render(request, "storefront/privacy/choices.html", told)


@require_safe
@mine_only
def moved_here(request: HttpRequest, who: Reader) -> HttpResponse:
    """After a change of residence: what the rules that hold now want asked. Nothing is answered in advance."""
    told = {"here": "choices", "moved": moved.unsaid(who)}
    return render(request, "storefront/privacy/moved.html", told)


@only_posted("my-choices")
@mine_only
def stop_mails(request: HttpRequest, who: Reader) -> HttpResponse:
    _tell(request, choices.stop_mails(who), _("All mails you can say no to are stopped."))
    return redirect("my-choices")


@require_http_methods(["GET", "HEAD", "POST"])
@mine_only
def processing(request: HttpRequest, who: Reader) -> HttpResponse:
    if request.method == "POST":
        if (answer := request.POST.get("answer")) not in ("stop", "resume"):
            return HttpResponseBadRequest(_("That is not one of the choices on this page."))
        stop = answer == "stop"
        said = _("Processing is stopped, as of now.") if stop else _("We may process your data again.")
        _tell(request, choices.restrict(who, stop), said)
        return redirect("my-processing")
    told = {"here": "processing", "standing": choices.standing(who)}
    return render(request, "storefront/privacy/processing.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@mine_only
def account(request: HttpRequest, who: Reader) -> HttpResponse:
    if request.method == "POST":
        if (answer := request.POST.get("answer")) not in ("close", "open"):
            return HttpResponseBadRequest(_("That is not one of the choices on this page."))
        close = answer == "close"
        said = _("Your account is closed for purchases.") if close else _("Your account is open again.")
        _tell(request, choices.close(who, close), said)
        return redirect("my-account-closing")
    told = {"here": "account", "standing": choices.standing(who), "guest": who.account is None}
    return render(request, "storefront/privacy/account.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@mine_only
def erasing(request: HttpRequest, who: Reader) -> HttpResponse:
    """Asks for a fresh sign-in before the plan is shown, so that nobody ticks a box and is sent away with it."""
    if who.account is not None:
        sign_in_afresh(request)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = erase.erase(who)
        logout(request)
        response = render(request, "storefront/privacy/erased.html", {"plan": done, "now": timezone.now()})
        forget(response)
        return response
    told = {"here": "erase", "form": form, "plan": erase.plan(who), "final_days": keyring.FINAL.days}
    return render(request, "storefront/privacy/erase.html", told, status=422 if form.is_bound else 200)


def _tell(request: HttpRequest, bound: choices.Bound, said: str) -> None:
    if not bound.settled:
        said += " " + _("One message was already on the wire when you said so and may still arrive.")
    messages.success(request, said)
