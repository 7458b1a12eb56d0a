"""What works with what one has, on a page of the account: asked for by opening it, and not before."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from troth.catalog import browse


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The suggestions themselves are the template's: it shows them on other pages as well."""
    return render(request, "storefront/record/suggested.html", {"featured": browse.featured()})
