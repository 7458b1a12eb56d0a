"""What the shop stores in a browser and lets it load, made from the policy: as a page, and for programs."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from troth.publishing import reading
from troth.publishing.stored import stored
from troth.visits import enforcement

from .. import consent
from ..pagecache import same_for_everyone
from ..shop.structured import whole

MEASURES = {"page": _("the page"), "product": _("the product"), "amount": _("the amount")}


@require_safe
@same_for_everyone
def cookies(request: HttpRequest) -> HttpResponse:
    told = stored(live=settings.SESSION_COOKIE_SECURE)
    context = {
        "stored": told,
        "services": [(each, [MEASURES[what] for what in each.measures]) for each in told.services],
        "policy": reading.policy_read(),
        "asks_first": consent.of(request).asks_first,
        "canonical": whole(reverse("privacy-cookies")),
        "elsewhere": enforcement.practice_origin() if any(each.practice for each in told.services) else "",
    }
    return render(request, "storefront/privacy/cookies.html", context)


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    read = reading.policy_read()
    told = {"policy": read.version, "changed": read.changed, **stored(live=settings.SESSION_COOKIE_SECURE).as_json()}
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
