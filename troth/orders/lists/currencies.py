"""In which currencies there are orders, remembered for a few minutes: it changes once in a shop's life."""

from __future__ import annotations

from django.core.cache import cache

from ..reports import sold

_KEPT, FRESH = "orders.currencies", 300  # seconds


def in_use() -> tuple[str, ...]:
    """The most used first; the dollar in a shop that has no order yet."""
    known: tuple[str, ...] | None = cache.get(_KEPT)
    if known is None:
        known = sold.currencies() or ("USD",)
        cache.set(_KEPT, known, FRESH)
    return known
