"""The banner, and the link to the choices at the foot of each page. `{% load choices %}`."""

from __future__ import annotations

from typing import Any

from django import template

from troth.visits.consent import shown

from .. import consent
from ..consent import back

register = template.Library()


@register.inclusion_tag("storefront/consent/banner.html", takes_context=True)
def consent_banner(context: template.Context) -> dict[str, Any]:
    """`{% consent_banner %}`: nothing where nothing is asked or all is answered."""
    request = context.get("request")
    if request is None or context.get("no_banner"):
        return {}
    now = consent.of(request)
    if not now.unanswered:
        return {}
    return {
        "now": now,
        "labels": shown.labels(now),
        "back": back.page_of(request),
        "each": back.choices_from(request),
    }


@register.inclusion_tag("storefront/consent/foot.html", takes_context=True)
def consent_foot(context: template.Context) -> dict[str, Any]:
    """`{% consent_foot %}`: where the choices can be changed, and that the browser's signal was heard."""
    request = context.get("request")
    if request is None:
        return {}
    return {"now": consent.of(request), "each": back.choices_from(request)}


@register.inclusion_tag("storefront/consent/mine.html", takes_context=True)
def consent_mine(context: template.Context) -> dict[str, Any]:
    """`{% consent_mine %}`: among somebody's own choices, those about what a browser does."""
    request = context["request"]
    now = consent.of(request)
    return {"now": now, "categories": shown.categories(now), "each": back.choices_from(request)}
