"""The proof of a delivery: a look at somebody's data, entered as such. The page holds the pictures, and no cache the page."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET

from troth.orders import desk
from troth.orders.proofs import opened

from ..attending import attending
from .views import found, order_page


@require_GET
@never_cache
@sensitive_variables("proof", "told")
def proof(request: HttpRequest, number: str, ref: uuid.UUID) -> HttpResponse:
    proof = found(opened.for_staff(number, ref, attending(request).actor))
    told = {"proof": proof}
    order = found(desk.glance(number)).order
    return order_page(request, "office/orders/proof.html", told, order, _("Proof of delivery"))
