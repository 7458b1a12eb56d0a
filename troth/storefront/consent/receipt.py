"""The receipt: have the ledger witness one's choice, and take the proof along as a file."""

from __future__ import annotations

import json
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from troth.people import limits
from troth.visits import consent
from troth.visits.consent import receipt

from ..account.private import unseen
from ..posted import only_posted
from ..sameorigin import same_origin_post
from ..shop.structured import whole
from . import place, sent
from .whose import whose


@same_origin_post
@only_posted("choices")
@unseen
def ask(request: HttpRequest) -> HttpResponse:
    spoken = consent.spoken(
        whose(request),
        sent.text_of(request),
        signal=sent.sends_signal(request),
        place=place.place_of(request),
        today=sent.today(),
    )
    if spoken is None:
        messages.info(request, _("You have not chosen anything yet, so there is nothing to confirm."))
        return redirect("choices")
    if limits.take(request, "consent_receipt") is None:
        messages.error(request, _("That was asked for often just now. Please wait an hour, then try again."))
        return redirect("choices")
    return redirect("choices-receipt", receipt.witness(spoken))


@require_safe
@unseen
def page(request: HttpRequest, entry: UUID) -> HttpResponse:
    found = receipt.read(entry)
    if found is None:
        raise Http404
    return render(request, "storefront/consent/receipt.html", {"entry": entry, "seen": found[0], "no_banner": True})


@require_safe
@unseen
def file(request: HttpRequest, entry: UUID) -> HttpResponse:
    places = receipt.Places(*(whole(reverse(name)) for name in ("privacy", "choices", "my-privacy")))
    try:
        made = receipt.receipt(entry, places, get_language() or "")
    except receipt.NotYetProtected:
        told = {"entry": entry, "pending": True, "no_banner": True}
        return render(request, "storefront/consent/receipt.html", told, status=HTTPStatus.CONFLICT)
    if made is None:
        raise Http404
    response = HttpResponse(json.dumps(made, indent=2, ensure_ascii=False), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="consent-receipt-{entry}.json"'
    return response
