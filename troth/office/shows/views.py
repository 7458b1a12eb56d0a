"""Noting whom one met: one person at once, a file in the background, by the road that all files that are brought in take."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from troth.catalog.importing import NotImportable
from troth.catalog.models import ImportRun
from troth.leads.models import ShowNotes
from troth.leads.shows import asking, noting, rows, undo, wishes
from troth.leads.shows import file as show_file

from ..attending import attending
from ..imports.beginning import begin
from ..imports.kinds import named
from ..imports.receiving import PrivateUpload
from ..pages import page
from .forms import FileForm, OneForm

SHOWN = 30  # notes on the page, and files


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
    show = form.met_at
    again = OneForm(initial={"show": show.name, "place": show.place, "day": show.day})  # the next one is met there, too
    return _page(request, report=noting.note(show, [form.person], actor), one=again)


@csrf_exempt  # asked below: the handler has to be in place before anything reads the form
@require_POST
def file(request: HttpRequest) -> HttpResponse:
    upload = PrivateUpload(request)
    upload.most = rows.LARGEST
    request.upload_handlers = [upload]
    return _file(request, upload)


@csrf_protect
@sensitive_variables("form")
def _file(request: HttpRequest, upload: PrivateUpload) -> HttpResponse:
    """Raises Refused for whose job it is not."""
    work, form = attending(request), FileForm(request.POST, request.FILES)
    noting.may(work.actor)
    kind = named(show_file.KIND)
    if upload.too_large:
        form.add_error("file", _("The file is too large. Split it, and send the parts one after the other."))
    elif kind is not None and form.is_valid():
        show, pieces = form.met_at, form.cleaned_data["file"].chunks()
        told = {"taken_as": show_file.told_of(show), "layout": show.words[:60]}
        try:
            run = begin(pieces, lambda _path: kind, by=work.account, most=rows.LARGEST, columns=told)
        except NotImportable as reason:
            form.add_error("file", str(reason) or _("The file is too large."))
        else:
            return HttpResponseRedirect(reverse("office:import", args=[run.ref]))
    return _page(request, HTTPStatus.UNPROCESSABLE_ENTITY, file=form)


@require_POST
def back(request: HttpRequest, ref: UUID) -> HttpResponse:
    """Notes of one person, made by hand. What came by a file is taken back in the background, on the page of that file."""
    if ImportRun.objects.filter(ref=ref).exists():
        noting.may(attending(request).actor)
        return HttpResponseRedirect(reverse("office:import_undo", args=[ref]))
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
    runs = list(ImportRun.objects.filter(kind=show_file.KIND)[:SHOWN])
    by_hand = ShowNotes.objects.exclude(ref__in=ImportRun.objects.filter(kind=show_file.KIND).values("ref"))
    context = {
        "one": OneForm(),
        "file": FileForm(),
        "notes": by_hand[:SHOWN],
        "runs": [(run, show_file.show_of(run.taken_as)) for run in runs],
        "kinds": list(wishes.offered().values()),
        "asks": asking.asks(),
        **told,
    }
    return page(request, "office/shows/page.html", context, title=_("Trade shows"), icon="group", status=status)
