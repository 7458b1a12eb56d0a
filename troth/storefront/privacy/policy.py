"""The published policy: what is promised, and every datum with its reasons."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from troth.publishing import minute, reading

from ..pagecache import same_for_everyone
from ..shop.structured import whole


@require_safe
@same_for_everyone
def policy(request: HttpRequest) -> HttpResponse:
    told = {"policy": reading.policy_read(), "minute": minute.minute(), "canonical": whole(reverse("privacy"))}
    return render(request, "storefront/privacy/policy.html", told)


@require_safe
@same_for_everyone
def data(request: HttpRequest) -> HttpResponse:
    told = {
        "policy": reading.policy_read(),
        "canonical": whole(reverse("privacy-data")),
        "data": reading.data_read(),
        "linked": reading.linked_read(),
        "cookies": reading.cookies_read(live=settings.SESSION_COOKIE_SECURE),
    }
    return render(request, "storefront/privacy/data.html", told)
