"""Mails that did not go: a list that opens nothing, and two buttons."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from troth.rights import undelivered

from ..attending import attending
from ..pages import page
from .forms import NoteForm


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for a decision; with `show=decided` what needs none any more."""
    work, over = attending(request), request.GET.get("show") == "decided"
    pile = undelivered.decided(work) if over else undelivered.undecided(work)
    told = {"pile": pile, "over": over, "form": NoteForm(), "waiting": undelivered.count(work)}
    return page(request, "office/messages/list.html", told, title=_("Unsent messages"), icon="mail")


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    work, everything = attending(request), "everything" in request.POST
    chosen = None if everything else _chosen(request)
    many = undelivered.send_again(work, chosen)
    said = ngettext(
        "%(many)s message is queued again and leaves in a moment.",
        "%(many)s messages are queued again and leave in a moment.",
        many,
    )
    return _done(request, many, said % {"many": many})


@require_POST
def give_up(request: HttpRequest) -> HttpResponse:
    form, work = NoteForm(request.POST), attending(request)
    if not form.is_valid():
        undelivered.undecided(work)  # whose job it is not is told that first
        messages.error(request, str(form.errors["note"][0]))
        return _back()
    many = undelivered.give_up(work, _chosen(request), form.cleaned_data["note"])
    said = ngettext("%(many)s message is left at that.", "%(many)s messages are left at that.", many)
    return _done(request, many, said % {"many": many})


def _chosen(request: HttpRequest) -> list[UUID]:
    """The ticked ones; what is no id is nobody's message."""
    found = []
    for text in request.POST.getlist("message"):
        with suppress(ValueError):
            found.append(UUID(text))
    return found


def _done(request: HttpRequest, many: int, said: str) -> HttpResponse:
    if many:
        messages.success(request, said)
    else:
        messages.error(request, _("Nothing was done. Tick the messages first; one that is gone was decided meanwhile."))
    return _back()


def _back() -> HttpResponse:
    return HttpResponseRedirect(reverse("office:messages"))
