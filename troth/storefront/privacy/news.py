"""The link of the mail that asks somebody about news a note of ours says they want: their own yes, or nothing."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from troth.leads.shows import asking

from ..account.private import secret


@require_http_methods(["GET", "HEAD", "POST"])
@secret
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Programs that scan mail follow links, so the yes is the press of a button."""
    asked = asking.behind(token)
    if asked is None:
        return render(request, "storefront/privacy/news.html", {"asked": None}, status=HTTPStatus.GONE)
    if request.method == "POST":
        asking.confirm(asked)
    told = {"asked": asked, "done": request.method == "POST"}
    return render(request, "storefront/privacy/news.html", told)
