"""`{% load banners %}`: a banner in its place, and the pictures that count."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html

from troth.visits.banners import shelf
from troth.visits.models.banners import Place

from .. import freshness
from ..banners import visitor

register = template.Library()


@register.inclusion_tag("storefront/banners/banner.html", takes_context=True)
def banner(context: template.Context, place: str) -> dict[str, Any]:
    """`{% banner "home" %}`: the banner that stands there today, if any. No query but the first after a change."""
    front = freshness.of(context.get("request"))
    if not front.banners:
        return {"banner": None}
    beside, today = str(context.get("shelf") or ""), timezone.localdate()
    shown = shelf.standing(Place(place), day=today, revision=front.revision, shelf=beside)
    return {"banner": shown, "place": place}


@register.inclusion_tag("storefront/banners/beacon.html")
def seen(slug: str) -> dict[str, Any]:
    """`{% seen product.slug %}`: the picture that says a product's page was seen."""
    return {"slug": slug}


@register.simple_tag(takes_context=True)
def counts_visitor(context: template.Context) -> str:
    """`{% counts_visitor %}`: the picture that counts a visitor of the page, only where that is allowed."""
    request = context.get("request")
    at = visitor.address(request) if request is not None else ""
    return format_html('<img class="beacon" src="{}" alt="" width="1" height="1">', at) if at else ""
