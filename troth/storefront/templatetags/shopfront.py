"""What every page of the shop needs around its content. `{% load shopfront %}`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from troth.policy import anchor

from .. import basketcount, freshness, identity

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
def basket_count() -> SafeString:
    """A mark that the page cache replaces by the number of things in the visitor's basket."""
    return mark_safe(basketcount.MARK.decode())  # noqa: S308  (a constant)


register.filter("clause_anchor", anchor)
