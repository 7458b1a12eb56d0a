"""What follows a return and needs its customer: a link to pay for a dearer replacement, a label for the way back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth.orders import desk
from troth.orders.errors import NotPossible, OrderTrouble
from troth.orders.returns import difference as differing
from troth.orders.returns import label as labelling

from ..orders.doing import did
from ..orders.sent import named

FIELD = "instead-"


@require_POST
def difference(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    chosen = {
        int(name.removeprefix(FIELD)): int(str(value))
        for name, value in request.POST.items()
        if name.startswith(FIELD) and _whole(name.removeprefix(FIELD)) and _whole(str(value))
    }
    said = _("The link is on its way. The replacement is kept back for three days; it can be sent once it is paid.")
    return _do(request, number, ref, lambda actor: _ask(ref, actor, chosen), said, "return_replace")


@require_POST
def difference_off(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    said = _("The link is taken back. Give the money back, or send another replacement.")
    return _do(request, number, ref, lambda actor: differing.call_off(ref, actor), said)


@require_POST
def label(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    said = _("Offered. A mail tells the customer that the label is on the page of their order.")
    return _do(request, number, ref, lambda actor: labelling.offer(ref, actor), said)


class NothingToPay(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(_("Nothing of that costs more than what came back. Send the replacement without a link."))


def _ask(ref: uuid.UUID, actor: Any, chosen: dict[int, int]) -> None:
    try:
        differing.ask_for(ref, actor, chosen)
    except NotPossible:
        raise NothingToPay from None


def _do(
    request: HttpRequest, number: str, ref: uuid.UUID, act: Callable[[Any], object], said: str, form: str = ""
) -> HttpResponse:
    """Only with a return of this very order."""
    if ref not in {each.ref for each in desk.returns_of(number) or ()}:
        raise Http404
    return did(request, number, act, said, "returns", form=form and named(form, ref))


def _whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
