"""How did it arrive? Three buttons, no account, nothing to write."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from troth.orders import feedback
from troth.orders.models.parcel import Arrived

from ..account.private import secret


@require_http_methods(["GET", "HEAD", "POST"])
@secret
def how(request: HttpRequest, token: str) -> HttpResponse:
    """Looking uses nothing up; a button answers, once."""
    asked = feedback.question(token)
    if asked is None:
        return render(request, "storefront/delivery/closed.html", status=HTTPStatus.NOT_FOUND)
    if request.method == "POST" and feedback.answer(token, request.POST.get("arrived", "")):
        return render(request, "storefront/delivery/thanks.html", {"asked": asked})
    told = {"asked": asked, "answers": Arrived.choices, "pressed": request.method == "POST"}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "storefront/delivery/question.html", told, status=status)
