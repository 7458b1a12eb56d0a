"""Notes, and holding an order back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from troth.orders import desk

from .doing import did, wrong
from .forms import NoteForm


@sensitive_post_parameters("text")
@sensitive_variables("form")
@require_POST
def note(request: HttpRequest, number: str) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return wrong(request, number, form, "story")
    return did(
        request,
        number,
        lambda actor: desk.write_note(number, form.cleaned_data["text"], actor),
        _("Noted."),
        "story",
    )


@require_POST
def hold(request: HttpRequest, number: str) -> HttpResponse:
    said = _("Held back. Nobody can pack or send it until it is let go on.")
    return did(request, number, lambda actor: desk.hold(number, actor), said)


@require_POST
def let_go_on(request: HttpRequest, number: str) -> HttpResponse:
    return did(request, number, lambda actor: desk.let_go_on(number, actor), _("It can be packed and sent again."))
