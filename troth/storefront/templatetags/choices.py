"""The banner, and the link to the choices at the foot of each page. `{% load choices %}`."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from troth.visits.consent import shown

from .. import consent
from ..consent import back

register = template.Library()


# Where the addresses go in a part that is otherwise the same on every page. Django writes no such sign into an address.
BACK, EACH = "\x01back\x01", "\x01each\x01"


@register.simple_tag(takes_context=True)
def consent_banner(context: template.Context) -> str:
    """`{% consent_banner %}`: nothing where nothing is asked or all is answered."""
    request = context.get("request")
    if request is None or context.get("no_banner"):
        return ""
    now = consent.of(request)
    if not now.unanswered:
        return ""
    here = back.page_of(request)
    drawn = _banner(get_language(), now.asks_first, shown.labels(now), bool(here))
    return _with_addresses(drawn, here, back.choices_from(request))


@register.simple_tag(takes_context=True)
def consent_foot(context: template.Context) -> str:
    """`{% consent_foot %}`: where the choices can be changed, and that the browser's signal was heard."""
    request = context.get("request")
    if request is None:
        return ""
    return _with_addresses(_foot(get_language(), consent.of(request).signal), "", back.choices_from(request))


@register.inclusion_tag("storefront/consent/mine.html", takes_context=True)
def consent_mine(context: template.Context) -> dict[str, Any]:
    """`{% consent_mine %}`: among somebody's own choices, those about what a browser does."""
    request = context["request"]
    now = consent.of(request)
    told = {"now": now, "categories": shown.categories(now), "each": back.choices_from(request)}
    return {**told, "guest": not request.user.is_authenticated}


@lru_cache(maxsize=64)
def _banner(language: str | None, asks_first: bool, labels: tuple[str, ...], has_back: bool) -> str:
    told = {"asks_first": asks_first, "labels": labels, "back": BACK if has_back else "", "each": EACH}
    return render_to_string("storefront/consent/banner.html", told)


@lru_cache(maxsize=16)
def _foot(language: str | None, signal: bool) -> str:
    return render_to_string("storefront/consent/foot.html", {"signal": signal, "each": EACH})


def _with_addresses(drawn: str, here: str, each: str) -> SafeString:
    return mark_safe(drawn.replace(BACK, escape(here)).replace(EACH, escape(each)))  # noqa: S308  (a template's)
