"""What every page of the shop needs around its content. `{% load shopfront %}`."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from troth.policy import anchor

from .. import basketcount, freshness, identity, language, posted

register = template.Library()


@dataclass(frozen=True, slots=True)
class Frame:
    """The head and foot of a page."""

    shop: identity.Shop
    practice: bool
    categories: tuple[freshness.Shelf, ...]


@register.simple_tag(takes_context=True)
def frame(context: template.Context) -> Frame:
    """`{% frame as frame %}`: one query at most, none where the page cache has asked already."""
    front = freshness.of(context.get("request"))
    return Frame(identity.shop(), settings.TROTH.practice, front.shelves)


@register.simple_tag
def asset(path: str) -> str:
    """The address of a static file, with a digest of what is in it: browsers may keep it for a year."""
    return _versioned(path)


@lru_cache(maxsize=64)
def _versioned(path: str) -> str:
    found = finders.find(path)
    if not isinstance(found, str):
        return static(path)
    return f"{static(path)}?v={hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10]}"


@register.simple_tag
def kept(template_name: str, **told: Hashable) -> SafeString:
    """`{% kept "storefront/part/footer.html" frame=frame %}`: a part of a page, drawn once for each language and values.

    It sees nothing else. Never for anything about a person, nor with what somebody typed: it is kept for everybody.
    """
    if settings.DEBUG:
        return mark_safe(render_to_string(template_name, told))  # noqa: S308  (a template's)
    return _drawn(template_name, get_language(), tuple(told.items()))


@lru_cache(maxsize=1024)  # mostly cards of products, 1 to 2 kB each
def _drawn(template_name: str, language: str | None, told: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return mark_safe(render_to_string(template_name, dict(told)))  # noqa: S308  (likewise)


@register.simple_tag(takes_context=True)
def versions(context: template.Context) -> tuple[language.Version, ...]:
    """`{% versions as languages %}`: this page in every language of the shop, its query included; where it answers a
    form, the page that the form stands on."""
    request = context.get("request")
    return language.versions(posted.read_at(request)) if request is not None else ()


@register.simple_tag
def basket_count() -> SafeString:
    """A mark that the page cache replaces by the number of things in the visitor's basket."""
    return mark_safe(basketcount.MARK.decode())  # noqa: S308  (a constant)


register.filter("clause_anchor", anchor)
