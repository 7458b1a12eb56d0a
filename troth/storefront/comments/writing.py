"""Writing a comment and correcting it: signed in only."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from troth.catalog import browse, named
from troth.comments import mine as theirs
from troth.comments import write as writing
from troth.comments.errors import CommentTrouble, NotThere, Refused
from troth.comments.mine import Mine
from troth.comments.write import Taken
from troth.people import limits
from troth.people.persons import person_behind

from .form import QUESTION, CommentForm
from .moved import to_its_product


@sensitive_post_parameters("text", "name")
@sensitive_variables("form")
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, slug: str) -> HttpResponse:
    card = named.cards_named([slug]).get(slug)
    if card is None and request.method == "POST":  # what was typed before the product moved is taken all the same
        slug = browse.slug_now(slug) or slug
        card = named.cards_named([slug]).get(slug)
    if card is None:
        return to_its_product(request, slug, "comments:write")
    person = person_behind(request.user)
    form = CommentForm(request.POST if request.method == "POST" else None)
    told = {"form": form, "title": card.title, "path": card.path, "given": theirs.stars_given(person, slug)}
    return _sent(request, form, told, lambda: writing.write(person, slug, form.written))


@sensitive_post_parameters("text", "name")
@sensitive_variables("form", "written", "told")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, comment: UUID) -> HttpResponse:
    person = person_behind(request.user)
    try:
        written = theirs.one(person, comment)
    except NotThere:
        raise Http404 from None
    form = CommentForm(request.POST) if request.method == "POST" else CommentForm(None, _as_written(written))
    told = {"form": form, "title": written.title, "path": written.path, "comment": written}
    return _sent(request, form, told, lambda: writing.correct(person, comment, form.written))


@sensitive_variables("form", "told")
def _sent(request: HttpRequest, form: CommentForm, told: dict[str, Any], take: Callable[[], Taken]) -> HttpResponse:
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            status = _taken(request, form, take)
            if status == HTTPStatus.SEE_OTHER:
                return HttpResponseRedirect(reverse("comments:mine"), status=status)
    response = render(request, "storefront/comments/write.html", told, status=status)
    response["Referrer-Policy"] = "strict-origin"
    return response


@sensitive_variables("form")
def _taken(request: HttpRequest, form: CommentForm, take: Callable[[], Taken]) -> HTTPStatus:
    usage = limits.take(request, "comment")
    if usage is None:
        form.add_error(None, _("You wrote often just now. Please wait an hour, then try again."))
        return HTTPStatus.TOO_MANY_REQUESTS
    try:
        taken = take()
    except CommentTrouble as trouble:
        form.add_error(trouble.field or None, str(trouble))
        return HTTPStatus.UNPROCESSABLE_ENTITY
    except Refused as refused:
        form.add_error(None, refused.reason)
        return HTTPStatus.FORBIDDEN
    messages.success(request, _("Thank you. One of us reads it now; until then only you can see it."))
    if taken.struck:
        messages.warning(request, _("There was the number of a card in it. We have struck it out."))
    if taken.not_bought:
        messages.info(
            request, _("None of your orders here has this product in it, so we do not show that you bought it.")
        )
    return HTTPStatus.SEE_OTHER


def _as_written(comment: Mine) -> dict[str, Any]:
    """For the form: opened values at the very edge."""
    told = {"text": comment.text, "name": comment.name}
    shown = {field: value.reveal() for field, value in told.items() if value and hasattr(value, "reveal")}
    return {**shown, "stars": str(comment.stars or QUESTION), "bought": comment.bought}
