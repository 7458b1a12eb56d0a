"""What can be done with a run: look again with other columns, import, take back, forget."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from troth.catalog.importing import folder, reading
from troth.catalog.models import ImportRun, RunState

from ..pages import page
from . import asking, work
from .forms import ASKS_SHOP
from .views import columns_form, elsewhere, found, run_page, trail

_LOOKED = (RunState.READY, RunState.REFUSED)


@require_POST
def look(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Look through once more, with what was said about the columns."""
    opened, kind = found(request, ref)
    form = columns_form(request.POST, opened, kind, folder.noted(ref, folder.LOOKED))
    if not form.is_valid():
        return run_page(request, opened, kind, form, status=422)
    told = {"taken_as": form.taken_as, "currency": form.cleaned_data.get("currency", opened.currency)}
    if folder.sent(ref).exists():
        work.queue(opened, _LOOKED, RunState.LOOKING, work.look, **told)
    else:
        messages.warning(request, _("The file is gone. Please send it again."))
    return _back(ref)


@require_POST
def about(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Somebody says what a table nobody knows is about; it is looked through once more."""
    opened, kind = found(request, ref)
    if not folder.sent(ref).exists():
        messages.warning(request, _("The file is gone. Please send it again."))
        return _back(ref)
    word = request.POST.get("about", "")
    if word not in dict(asking.asked(request, opened, kind, folder.noted(ref, folder.LOOKED))):
        return _back(ref)
    told = asking.answered(request, word, reading.columns_of(folder.sent(ref)))
    if told is not None:
        kind, taken_as = told
        taken_as = {name: word for name, word in opened.taken_as.items() if name == ASKS_SHOP} | taken_as
        work.queue(opened, (RunState.REFUSED,), RunState.LOOKING, work.look, kind=kind.name, taken_as=taken_as)
    else:
        words = _(
            "Orders are read as Shopify, Wix and WooCommerce write them, and in no other way yet. Export them from there, "
            "and send that file. This one can be forgotten."
        )
        messages.warning(request, words)
    return _back(ref)


@require_POST
def start(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    opened, _kind = found(request, ref)
    if not folder.sent(ref).exists():
        messages.warning(request, _("The file is gone. Please send it again."))
    else:
        work.queue(opened, (RunState.READY, RunState.FAILED), RunState.WAITING, work.bring)
    return _back(ref)


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    opened, kind = found(request, ref)
    if request.method == "POST":
        work.queue(opened, (RunState.DONE, RunState.FAILED), RunState.UNDOING, work.take_back)
        return _back(ref)
    if moved := elsewhere(request, kind.undone_at, ref):
        return moved
    above = [*trail(kind), (reverse("office:import", args=[ref]), _("File"))]
    told = {"run": opened, "kind": kind}
    return page(request, "office/imports/undo.html", told, title=_("Take it back"), icon="undo", trail=above)


@require_POST
def forget(request: HttpRequest, ref: uuid.UUID) -> HttpResponse:
    """Let a file go that was not imported."""
    opened, kind = found(request, ref)
    if opened.state in (*_LOOKED, RunState.LOOKING):
        ImportRun.objects.filter(pk=opened.pk, state__in=(*_LOOKED, RunState.LOOKING)).delete()
        folder.forget(ref)
        messages.success(request, _("The file is gone. Nothing of it was imported."))
        return HttpResponseRedirect(reverse(kind.sent_at[0]))
    return _back(ref)


def _back(ref: uuid.UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("office:import", args=[ref]))
