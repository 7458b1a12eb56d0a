"""`{% load outside %}{% service "shelf_advert" %}`: something of an outside party's, or the plain card in front of it."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from troth.visits import enforcement
from troth.visits.consent import Consent

from .. import consent
from ..enforcement.once import is_shown_once
from ..enforcement.rules import lets_in

register = template.Library()


@register.simple_tag(takes_context=True)
def service(context: template.Context, name: str, what: str = "", title: str = "", **told: object) -> SafeString:
    """Places the service that the policy calls `name`; nothing where the policy in force has none of that name.

    `what`: the piece that an embed shows; `title`: what it is, for those who cannot see it. `told`: the product and the
    amount on this page; the service is told what of it the policy lets it measure.
    """
    request: HttpRequest | None = context.get("request")
    once = request is not None and is_shown_once(request, name)
    measured = {"page": request.path if request else "", **{each: str(value) for each, value in told.items()}}
    allowed = consent.of(request) if request is not None else Consent()
    shown = enforcement.placed(name, allowed, measured, what=what, once=once)
    if shown is None:
        return SafeString()
    if shown.allowed and request is not None:
        lets_in(request, name)
    told_here = {
        "service": shown,
        "title": title or shown.label,
        "once": once,
        "back": request.get_full_path() if request else "/",
    }
    kind = shown.kind if shown.allowed else "card"
    if kind == "card" and shown.kind == "analytics":
        return SafeString()  # nobody misses being counted
    return mark_safe(render_to_string(f"storefront/service/{kind}.html", told_here))  # noqa: S308  (a template's)
