"""What I looked at: whether it is kept, why, each line of it, and its end. For accounts; of guests nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from troth.catalog import named
from troth.people import limits
from troth.rights.reader import Reader
from troth.visits import consent as choices
from troth.visits import record
from troth.visits.record import RECORD, Line
from troth.visits.record.word import FAMILY

from .. import consent
from ..consent import sent
from ..consent.views import TOO_OFTEN, keep
from ..posted import only_posted
from ..privacy.who import mine_only

FEW = 100  # lines on the page; all of them are in the copy


@dataclass(frozen=True, slots=True)
class Look:
    """A line for the page. `title` and `path` are None for a product that is not in the shop any more."""

    line: Line
    at: datetime
    title: str | None
    path: str | None


@require_safe
@mine_only
def page(request: HttpRequest, who: Reader) -> HttpResponse:
    lines = record.lines(who.first) if who.account is not None else ()
    told = {
        "here": "looked-at",
        "guest": who.account is None,
        "looks": _looks(lines[:FEW]),
        "more": max(0, len(lines) - FEW),
        "words": [(purpose, record.state(who.first, purpose, browser=consent.of(request))) for purpose in FAMILY],
    }
    return render(request, "storefront/record/looked_at.html", told)


@only_posted("my-looked-at")
@mine_only
def word(request: HttpRequest, who: Reader) -> HttpResponse:
    purpose, answer = request.POST.get("purpose", ""), request.POST.get("answer", "")
    if purpose not in FAMILY or answer not in ("yes", "no") or who.account is None:
        return HttpResponseBadRequest(_("That is not one of the choices on this page."))
    response = redirect("my-looked-at")
    if answer == "yes" and limits.take(request, "consent_choice", whose=who.first) is None:
        messages.error(request, TOO_OFTEN)
        return response
    record.say(who.first, purpose, answer == "yes", signal=sent.sends_signal(request))
    _keep_in_browser(request, response, who, purpose, answer == "yes")
    messages.success(request, _said(purpose, answer == "yes"))
    return response


def _keep_in_browser(request: HttpRequest, response: HttpResponse, who: Reader, purpose: str, yes: bool) -> None:
    """Only the browser knows that a yes was said in its signal's presence."""
    before, signal = sent.text_of(request), sent.sends_signal(request)
    text = choices.one(who.first, purpose, yes, before, signal=signal, today=sent.today())
    if text != before:
        keep(response, text)


@require_http_methods(["GET", "HEAD", "POST"])
@mine_only
def remove_all(request: HttpRequest, who: Reader) -> HttpResponse:
    if request.method != "POST":
        return render(request, "storefront/record/remove_all.html", {"here": "looked-at"})
    if not _may_remove(request, who, "looked_at_all"):
        return redirect("my-looked-at")
    gone = record.remove_all(who.first)
    messages.success(
        request, _("Deleted, with its keys. Nothing keeps it.") if gone else _("There was nothing to delete.")
    )
    return redirect("my-looked-at")


@only_posted("my-looked-at")
@mine_only
def remove(request: HttpRequest, who: Reader, record: UUID) -> HttpResponse:
    if _may_remove(request, who, "looked_at_line"):
        _remove(who, record)
        messages.success(request, _("Deleted. Nothing keeps it."))
    return redirect("my-looked-at")


def _may_remove(request: HttpRequest, who: Reader, action: str) -> bool:
    """Not without end: each is an entry, and what is looked at next is another. Nothing is noted of guests."""
    if who.account is None:
        messages.success(request, _("There was nothing to delete."))
        return False
    if limits.take(request, action) is not None:
        return True
    messages.error(request, _("That was asked for often just now. Please wait an hour, then try again."))
    return False


def _remove(who: Reader, line: UUID) -> None:
    if any(each.record == line for each in record.lines(who.first)):
        record.remove(who.first, line)


def _looks(lines: tuple[Line, ...]) -> list[Look]:
    """With the products' names of today, in the language of the page."""
    cards = named.cards_named([line.product.reveal() for line in lines])
    return [
        Look(
            line, datetime.fromisoformat(line.time.reveal()), card.title if card else None, card.path if card else None
        )
        for line in lines
        for card in (cards.get(line.product.reveal()),)
    ]


def _said(purpose: str, yes: bool) -> str:
    if purpose == RECORD:
        if yes:
            return _("From now on we note which products you look at while you are signed in.")
        return _(
            "Nothing is noted any more. What was noted before is still below: delete it, or leave it until its time is over."
        )
    if yes:
        return _("Pages may show you what works with things you have.")
    return _("From now on you see what everybody sees.")
