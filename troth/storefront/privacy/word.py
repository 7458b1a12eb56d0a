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

from troth.people import limits
from troth.policy import midway
from troth.rights import choices, erase, keyring, moved
from troth.rights.reader import Reader

from ..consent.sent import sends_signal
from ..consent.views import TOO_OFTEN
from ..posted import only_posted
from .forms import EraseForm
from .who import forget, mine_only, sign_in_afresh

IN_FORCE = gettext_lazy("It is in force already.")
AS_IT_WAS = gettext_lazy("That is how it stands already, so nothing was written again.")


@require_http_methods(["GET", "HEAD", "POST"])
@mine_only
def choose(request: HttpRequest, who: Reader) -> HttpResponse:
    if request.method == "POST":
        purpose, channel, answer = (request.POST.get(name, "") for name in ("purpose", "channel", "answer"))
        asked = {(each.purpose, each.channel): each for each in choices.shown(who) if each.in_force}
        about = asked.get((purpose, channel))
        if about is None or answer not in ("yes", "no"):
            return HttpResponseBadRequest(_("That is not one of the choices on this page."))
        _choose(request, who, about, answer == "yes")
        if "moved" in request.POST:
            return redirect("my-moved")
        return redirect(f"{request.path}#{purpose}-{channel}")
    told = {"here": "choices", "groups": choices.grouped(who), "standing": choices.standing(who)}
    return render(request, "storefront/privacy/choices.html", told)


def _choose(request: HttpRequest, who: Reader, about: choices.ChoiceShown, yes: bool) -> None:
    if yes and not choices.stands(who, about.purpose, about.channel, yes) and not _may_change(request, who):
        return
    bound = choices.choose(who, about.purpose, about.channel, yes, signal=sends_signal(request))
    said = _("Yes to “%(what)s” by %(channel)s.") if yes else _("No to “%(what)s” by %(channel)s.")
    channel = midway(about.channel_label, get_language() or "")
    told = said % {"what": about.label, "channel": channel}
    _tell(request, bound, f"{told} {IN_FORCE if bound.new else AS_IT_WAS}")


@require_safe
@mine_only
def moved_here(request: HttpRequest, who: Reader) -> HttpResponse:
    """After a change of residence: what the rules that hold now want asked. Nothing is answered in advance."""
    told = {"here": "choices", "moved": moved.unsaid(who)}
    return render(request, "storefront/privacy/moved.html", told)


@only_posted("my-choices")
@mine_only
def stop_mails(request: HttpRequest, who: Reader) -> HttpResponse:
    bound, said = choices.stop_mails(who), _("All mails you can say no to are stopped.")
    _tell(request, bound, said if bound.new else f"{said} {AS_IT_WAS}")
    return redirect("my-choices")


@require_http_methods(["GET", "HEAD", "POST"])
@mine_only
def processing(request: HttpRequest, who: Reader) -> HttpResponse:
    if request.method == "POST":
        if (answer := request.POST.get("answer")) not in ("stop", "resume"):
            return HttpResponseBadRequest(_("That is not one of the choices on this page."))
        stop, now = answer == "stop", choices.standing(who)
        if stop or now.restricted_since is None or _may_change(request, who):
            said = _("Processing is stopped, as of now.") if stop else _("We may process your data again.")
            bound = choices.restrict(who, stop)
            _tell(request, bound, said if bound.new else str(AS_IT_WAS))
        return redirect("my-processing")
    told = {"here": "processing", "standing": choices.standing(who)}
    return render(request, "storefront/privacy/processing.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@mine_only
def account(request: HttpRequest, who: Reader) -> HttpResponse:
    if request.method == "POST":
        if (answer := request.POST.get("answer")) not in ("close", "open"):
            return HttpResponseBadRequest(_("That is not one of the choices on this page."))
        close, now = answer == "close", choices.standing(who)
        if close or now.closed_since is None or _may_change(request, who):
            said = _("Your account is closed for purchases.") if close else _("Your account is open again.")
            bound = choices.close(who, close)
            _tell(request, bound, said if bound.new else str(AS_IT_WAS))
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


def _may_change(request: HttpRequest, who: Reader) -> bool:
    """Asked before a yes, a resuming or an opening: whoever turns a word round needs one for each no, which is never held up."""
    if limits.take(request, "privacy_word", whose=who.first) is not None:
        return True
    messages.error(request, TOO_OFTEN)
    return False


def _tell(request: HttpRequest, bound: choices.Bound, said: str) -> None:
    if not bound.settled:
        said += " " + _("One message was already on the wire when you said so and may still arrive.")
    messages.success(request, said)
