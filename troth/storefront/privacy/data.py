"""My data: everything held, and correcting it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth.people import reasons
from troth.people.postal_form import RESHAPE
from troth.rights import correct, export, mine
from troth.rights.reader import Reader

from .forms import form_for
from .who import mine_only


@mine_only
def everything(request: HttpRequest, who: Reader) -> HttpResponse:
    return render(request, "storefront/privacy/mine.html", {"here": "data", "mine": mine.mine(who)})


@mine_only
def one(request: HttpRequest, who: Reader, record: UUID) -> HttpResponse:
    try:
        owned = correct.to_correct(who, record)
    except correct.NotYours:
        raise Http404 from None
    reshaping = RESHAPE in request.POST
    form = form_for(request.POST if request.method == "POST" else None, owned)
    if request.method == "POST" and not reshaping and form.is_valid():
        correct.correct(who, record, {name: str(value) for name, value in form.cleaned_data.items() if value})
        messages.success(request, _("Corrected. From now on only the new version is used."))
        return redirect("my-data")
    told = {
        "here": "data",
        "form": form,
        "owned": owned,
        "why": reasons.reasons(owned.record.kind),
        "postal": owned.record.kind == "address",
    }
    status = 422 if request.method == "POST" and not reshaping else 200
    return render(request, "storefront/privacy/correct.html", told, status=status)


@require_POST
@mine_only
def remove(request: HttpRequest, who: Reader, record: UUID) -> HttpResponse:
    try:
        correct.remove(who, record)
    except correct.NotYours:
        raise Http404 from None
    messages.success(request, _("Removed."))
    return redirect("my-data")


@mine_only
def copy(request: HttpRequest, who: Reader) -> HttpResponse:
    if request.method != "POST":
        return render(request, "storefront/privacy/copy.html", {"here": "copy"})
    response = HttpResponse(export.export(who), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="my-data-{timezone.now():%Y-%m-%d}.zip"'
    return response
