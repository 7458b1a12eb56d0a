"""The queue and what is done with one of it. Each look is an entry of the writer's; what changed meanwhile is left alone."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from troth.comments import desk, words
from troth.comments.errors import CommentTrouble
from troth.comments.models import State, Why

from ..attending import attending
from ..pages import page

FURTHEST = 9_999  # page
FURTHEST_TURN = 999_999_999


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    return _queue(request, _state(request.GET.get("state", "")), _number(request.GET.get("page", "")))


@require_POST
def decide(request: HttpRequest, comment: UUID) -> HttpResponse:
    """`decision` is "show" or "refuse", which wants a reason."""
    decision, why, actor = request.POST.get("decision", ""), request.POST.get("why", ""), attending(request).actor
    if decision not in ("show", "refuse"):
        raise Http404
    if decision == "refuse" and why not in Why.values:
        desk.check(actor)
        messages.error(request, _("Say why: its writer is told."))
        return _back(request)
    try:
        if decision == "show":
            desk.approve(comment, _turn(request), actor)
        else:
            desk.refuse(comment, _turn(request), Why(why), actor)
    except CommentTrouble as trouble:
        messages.error(request, str(trouble))
    else:
        shown, not_shown = _("It is on the page now."), _("It is not shown, and its writer is told why.")
        messages.success(request, shown if decision == "show" else not_shown)
    return _back(request)


@sensitive_post_parameters("text")
@sensitive_variables("text", "unsent")
@require_POST
def answer(request: HttpRequest, comment: UUID) -> HttpResponse:
    """What cannot be kept stands in the form again, or by itself where the comment waits or is not shown by now. With a
    comment that was taken back goes what we wanted to say to it.
    """
    text = request.POST.get("text", "")
    try:
        struck = desk.answer(comment, _turn(request), text, attending(request).actor)
    except CommentTrouble as trouble:
        if not desk.is_there(comment):
            messages.error(request, str(trouble))
            return _back(request)
        unsent = {"to": comment, "text": text, "fault": str(trouble)}
        return _queue(request, _state(request.POST.get("state", "")), _number(request.POST.get("page", "")), unsent)
    messages.success(request, _("The answer is kept. It stands below the comment while that is shown."))
    if struck:
        messages.warning(request, _("There was the number of a card in it. We have struck it out."))
    return _back(request)


@require_POST
def take_answer_back(request: HttpRequest, comment: UUID) -> HttpResponse:
    try:
        desk.take_answer_back(comment, _turn(request), attending(request).actor)
    except CommentTrouble as trouble:
        messages.error(request, str(trouble))
    else:
        messages.success(request, _("Our answer is gone, from the page and from what we keep."))
    return _back(request)


@sensitive_variables("unsent", "told")
def _queue(request: HttpRequest, state: State, number: int, unsent: Mapping[str, object] | None = None) -> HttpResponse:
    found = desk.queue(state, attending(request).actor, number)
    told = {
        "queue": found,
        "state": state.value,
        "views": (
            (State.WAITING.value, _("Waiting (%(many)d)") % {"many": found.waiting}),
            (State.SHOWN.value, _("On the page")),
            (State.REFUSED.value, _("Not shown")),
        ),
        "whys": Why.choices,
        "longest": words.LONGEST_ANSWER,
        "unsent": unsent,
        "stray": unsent and all(each.ref != unsent["to"] for each in found.comments),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if unsent else HTTPStatus.OK
    return page(request, "office/comments/queue.html", told, title=_("Comments"), icon="comment", status=status)


def _back(request: HttpRequest) -> HttpResponse:
    state, number = _state(request.POST.get("state", "")), _number(request.POST.get("page", ""))
    further = f"&page={number}" if number > 1 else ""
    return HttpResponseRedirect(f"{reverse('office:comments')}?state={state.value}{further}")


def _state(text: str) -> State:
    return State(text) if text in (State.WAITING, State.SHOWN, State.REFUSED) else State.WAITING


def _turn(request: HttpRequest) -> int:
    """0, which no comment is at, for nonsense."""
    return _number(request.POST.get("turn", ""), 0, FURTHEST_TURN)


def _number(text: str, instead: int = 1, most: int = FURTHEST) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most))):
        return instead
    return int(text)
