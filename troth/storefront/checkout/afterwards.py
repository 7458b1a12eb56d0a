"""Back from the payment page of an order that a program placed: this browser has no cookie of ours, so it is shown none."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """The same for everybody: what became of the payment is in the mail, and with the program."""
    return render(request, "storefront/checkout/afterwards.html", {"left": request.GET.get("said") == "left"})
