"""Choosing: the page where each category has its own yes and no, and the one address that every banner posts to."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from troth.people import limits
from troth.people.persons import person_of
from troth.visits import consent, record
from troth.visits.consent import shown

from ..account.private import unseen
from ..sameorigin import same_origin_post
from . import back, sent
from .place import place_of
from .whose import whose

LIFE = 395 * 24 * 3600  # as the policy declares it; the rule asks again long before
ALSO = "also"  # one more category, from the card in front of something that waits for it
TOO_OFTEN = gettext_lazy("That was changed often just now. Please wait an hour, then try again.")
_NOTED = gettext_lazy(
    "What was noted of what you looked at is still there. My privacy, “What I looked at”, deletes it at once."
)

# No token: a session's cookie is not sent along with a post from elsewhere (SameSite=Lax), and the browser says so too.


@same_origin_post
@require_http_methods(["GET", "HEAD", "POST"])
@unseen
def choices(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _choose(request)
    now = sent.of(request)
    told = {
        "now": now,
        "categories": shown.categories(now),
        "back": back.wanted(request),
        "no_banner": True,  # the page asks by itself
    }
    return render(request, "storefront/consent/choices.html", told)


@require_safe
def gpc(request: HttpRequest) -> HttpResponse:
    """/.well-known/gpc.json: whether the browser's signal is honoured here (W3C Global Privacy Control, section 4)."""
    since = shown.signal_since()
    answer = JsonResponse({"gpc": bool(since)} | ({"lastUpdate": since} if since else {}))
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


def _choose(request: HttpRequest) -> HttpResponse:
    answers = _answers(request)
    if answers is None:
        return HttpResponseBadRequest(_("That is not one of the choices on this page."))
    to = back.wanted(request)
    response = redirect(to or (reverse("choices") if request.POST.get("answer") == "each" else "/"))
    person = person_of(request.user)
    # What a visitor chooses is written nowhere but into the cookie, so they may as often as they like. A no is never held
    # up; it writes nothing where it stands, so whoever turns their word round needs a yes each time.
    who, yes = whose(request), any(answers.values())
    if who and yes and limits.take(request, "consent_choice", whose=who[0]) is None:
        messages.error(request, TOO_OFTEN)
        return response
    text = _say(request, who, answers)
    messages.success(request, _saved(answers, more=request.POST.get("answer") == ALSO))
    if person is not None and not answers.get("measurement", True) and record.anything(person):
        messages.info(request, _NOTED)
    if text:
        keep(response, text)
    return response


def _say(request: HttpRequest, who: consent.Persons, answers: dict[str, bool]) -> str:
    """What the cookie shall say now."""
    signal, today = sent.sends_signal(request), sent.today()
    if request.POST.get("answer") != ALSO:
        return consent.choose(who, answers, signal=signal, today=today)
    [category], place = answers, place_of(request)
    return consent.also(who, category, sent.text_of(request), signal=signal, place=place, today=today)


def keep(response: HttpResponse, text: str) -> None:
    """The one cookie. Scripts don't need it, so they can't read it. With nothing to say it goes."""
    if not text:
        response.delete_cookie(sent.cookie_name(), path="/", samesite="Lax")
        return
    response.set_cookie(
        sent.cookie_name(),
        text,
        max_age=LIFE,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _answers(request: HttpRequest) -> dict[str, bool] | None:
    """What is answered, category by category; what is left open on the page counts as a no. None for nonsense."""
    answer, asked = request.POST.get("answer", ""), sent.of(request).asked
    if answer in ("all", "none"):
        return dict.fromkeys(asked, answer == "all")
    if answer == ALSO:
        also = request.POST.get("category", "")
        return {also: True} if also in asked else None
    if answer != "each" or any(request.POST.get(name, "no") not in ("yes", "no") for name in asked):
        return None
    return {name: request.POST.get(name) == "yes" for name in asked}


def _saved(answers: dict[str, bool], *, more: bool) -> str:
    """`more`: to what was said before, which is not among them."""
    if not any(answers.values()):
        said = _("Saved: nothing but what the shop needs.")
    elif all(answers.values()) and not more:
        said = _("Saved: everything is allowed.")
    else:
        said = _("Saved: your choices are in force.")
    return said + " " + _("You can change it at the foot of every page.")
