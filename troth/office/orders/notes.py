"""Notes, and holding an order back."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from troth.orders import card_numbers, desk
from troth.orders.errors import OrderTrouble

from ..attending import attending
from .doing import did, to_order
from .forms import NoteForm
from .views import opened_page


@sensitive_post_parameters("text")
@sensitive_variables("form")
@require_POST
def note(request: HttpRequest, number: str) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _again(request, number, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        desk.write_note(number, form.cleaned_data["text"], attending(request).actor)
    except OrderTrouble as trouble:
        form.add_error("text", str(trouble))
        return _again(request, number, form, HTTPStatus.CONFLICT)
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, _("Noted."))
    return to_order(number, "story")


@sensitive_variables("form", "text")
def _again(request: HttpRequest, number: str, form: NoteForm, status: HTTPStatus) -> HttpResponse:
    """As it was typed, without the numbers of cards in it."""
    text, _had = card_numbers.struck(request.POST.get("text", ""))
    form.data = {"text": text}
    return opened_page(request, number, {"note": form}, status=status)


@require_POST
def hold(request: HttpRequest, number: str) -> HttpResponse:
    said = _("Held back. Nobody can pack or send it until it is let go on.")
    return did(request, number, lambda actor: desk.hold(number, actor), said)


@require_POST
def let_go_on(request: HttpRequest, number: str) -> HttpResponse:
    return did(request, number, lambda actor: desk.let_go_on(number, actor), _("It can be packed and sent again."))
