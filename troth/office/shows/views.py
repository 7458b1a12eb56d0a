"""Noting whom one met. A file is read where it stands, and kept nowhere: it is sent once to look, and once to take in."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from troth.leads.models import ShowNotes
from troth.leads.shows import noting, rows, undo

from ..attending import attending
from ..pages import page
from .forms import FileForm, OneForm

SHOWN = 30  # notes on the page


@require_GET
def notes(request: HttpRequest) -> HttpResponse:
    noting.may(attending(request).actor)
    return _page(request)


@sensitive_post_parameters()
@sensitive_variables("form")
@require_POST
def one(request: HttpRequest) -> HttpResponse:
    """Raises Refused for whose job it is not."""
    actor, form = attending(request).actor, OneForm(request.POST)
    noting.may(actor)
    if not form.is_valid():
        return _page(request, HTTPStatus.UNPROCESSABLE_ENTITY, one=form)
    report = noting.note(form.met_at, [form.person], actor)
    return _page(request, report=report, rows=noting.rows_said(report, ()))


@sensitive_post_parameters()
@sensitive_variables("form", "found")
@require_POST
def file(request: HttpRequest) -> HttpResponse:
    """`act`: "look", which keeps nothing, or "take"."""
    actor, form = attending(request).actor, FileForm(request.POST, request.FILES)
    noting.may(actor)
    if not form.is_valid():
        return _page(request, HTTPStatus.UNPROCESSABLE_ENTITY, file=form)
    try:
        found = rows.read(form.cleaned_data["file"].read(rows.LARGEST + 1))
    except rows.NotAFile as trouble:
        form.add_error("file", str(trouble))
        return _page(request, HTTPStatus.UNPROCESSABLE_ENTITY, file=form)
    looks = request.POST.get("act") != "take"
    report = noting.look(found.people, actor) if looks else noting.note(form.met_at, found.people, actor)
    told: dict[str, Any] = {"looked": looks, "left_out": found.left_out, "rows": noting.rows_said(report, found.unread)}
    return _page(request, report=report, file=form, **told)


@require_POST
def back(request: HttpRequest, ref: UUID) -> HttpResponse:
    try:
        gone, stayed = undo.take_back(ref, attending(request).actor)
    except LookupError:
        raise Http404 from None
    said = ngettext("Taken back: %(gone)d person.", "Taken back: %(gone)d people.", gone) % {"gone": gone}
    if stayed:
        more = ngettext("%(n)d is a customer by now and stays.", "%(n)d are customers by now and stay.", stayed)
        said = f"{said} {more % {'n': stayed}}"
    messages.success(request, said)
    return HttpResponseRedirect(reverse("office:shows"))


@sensitive_variables("told")
def _page(request: HttpRequest, status: HTTPStatus = HTTPStatus.OK, **told: Any) -> HttpResponse:
    context = {"one": OneForm(), "file": FileForm(), "notes": ShowNotes.objects.all()[:SHOWN], **told}
    return page(request, "office/shows/page.html", context, title=_("Trade shows"), icon="group", status=status)
