"""How did it arrive? Four buttons, no account, nothing to write."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from troth.orders import access, feedback
from troth.orders.models.parcel import Arrived
from troth.support import reporting

from ..account.private import secret

WRONG = frozenset({Arrived.DAMAGED, Arrived.MISSING})


@require_http_methods(["GET", "HEAD", "POST"])
@secret
def how(request: HttpRequest, token: str) -> HttpResponse:
    """Looking uses nothing up; a button answers, once. Whoever had the link of that mail may open the order."""
    asked = feedback.question(token)
    if asked is None:
        return render(request, "storefront/delivery/closed.html", status=HTTPStatus.NOT_FOUND)
    arrived = request.POST.get("arrived", "") if request.method == "POST" else ""
    if order := reporting.answered(token, arrived):
        told = {"asked": asked, "wrong": arrived in WRONG, "order_url": access.mint(order)}
        return render(request, "storefront/delivery/thanks.html", told)
    told = {"asked": asked, "answers": Arrived.choices, "pressed": request.method == "POST"}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "storefront/delivery/question.html", told, status=status)
