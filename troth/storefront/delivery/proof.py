"""How a parcel was handed over, for whoever has shown that the order is theirs. Each look is entered."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from troth import people
from troth.orders.proofs import opened

from ..account.private import secret
from ..checkout import cookie


@require_safe
@secret
@sensitive_variables("proof")
def proof(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    """Somebody else's parcel and none at all are the same: not found."""
    person = people.person_of(request.user) if request.user.is_authenticated else None
    proof = opened.for_buyer(number, ref, person=person, browser=cookie.browser(request))
    if proof is None:
        raise Http404
    return render(request, "storefront/delivery/proof.html", {"proof": proof})
