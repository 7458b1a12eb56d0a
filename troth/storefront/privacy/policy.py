"""The published policy: what is promised, and every datum with its reasons."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from troth.publishing import reading


def policy(request: HttpRequest) -> HttpResponse:
    return render(request, "storefront/privacy/policy.html", {"policy": reading.policy_read()})


def data(request: HttpRequest) -> HttpResponse:
    told = {
        "policy": reading.policy_read(),
        "data": reading.data_read(),
        "linked": reading.linked_read(),
        "cookies": reading.cookies_read(live=settings.SESSION_COOKIE_SECURE),
    }
    return render(request, "storefront/privacy/data.html", told)
