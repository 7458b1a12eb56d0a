"""A file from our bank: read, shown as what it would pay, and thrown away. What is agreed to is written down."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from troth.catalog import revision
from troth.orders.account import known, matching, statement
from troth.orders.errors import OrderTrouble

from ..attending import attending
from ..imports.receiving import PrivateUpload
from ..pages import page
from .forms import StatementForm


@csrf_exempt  # the inner view checks it, once the file has somewhere to go
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    upload = PrivateUpload(request)
    upload.most = statement.LARGEST
    request.upload_handlers = [upload]
    return _read(request, upload)


@csrf_protect
@sensitive_variables("form", "sent")
def _read(request: HttpRequest, upload: PrivateUpload) -> HttpResponse:
    actor = attending(request).actor
    known.may(actor)
    form = StatementForm(request.POST, request.FILES)
    if upload.too_large:
        form.add_error("file", _("The file is larger than 2 MB. Ask the bank for a shorter time."))
    elif form.is_valid():
        sent = form.cleaned_data["file"].read()
        try:
            found = matching.propose(statement.read(sent, revision.currency()), actor, matching.AT_ONCE)
        except statement.NotAStatement as reason:
            form.add_error("file", str(reason))
        else:
            return _shown(request, {"found": found})
    return _shown(request, {"form": form}, 422)


@require_POST
def book(request: HttpRequest) -> HttpResponse:
    """What is ticked on a page is written down; of a long file the next page follows, by what the books say then."""
    actor = attending(request).actor
    _say(request, matching.book(request.POST.getlist("line"), actor))
    if folded := request.POST.get("rest", ""):
        try:
            return _shown(request, {"found": matching.propose(matching.unfolded(folded), actor, matching.AT_ONCE)})
        except OrderTrouble as trouble:
            messages.error(request, str(trouble))
    return HttpResponseRedirect(reverse("office:on_account"))


def _say(request: HttpRequest, done: matching.Done) -> None:
    if done.booked:
        said = ngettext("%(many)d payment was written down.", "%(many)d payments were written down.", done.booked)
        messages.success(request, said % {"many": done.booked})
    if done.again:
        said = ngettext("%(many)d had been written down before.", "%(many)d had been written down before.", done.again)
        messages.info(request, said % {"many": done.again})
    for number, why in done.failed:
        messages.error(request, f"{number}: {why}" if number else why)
    if not (done.booked or done.again or done.failed):
        messages.info(request, _("Nothing was ticked, so nothing was written down."))


def _shown(request: HttpRequest, told: dict[str, object], status: int = 200) -> HttpResponse:
    trail = [(reverse("office:on_account"), _("On account"))]
    title = _("What the bank's file would pay")
    return page(request, "office/account/statement.html", told, title=title, icon="upload", trail=trail, status=status)
