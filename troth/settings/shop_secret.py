"""The shop's own secret, and those before it that are still named (docs/operating.md, "Changing the shop's secret")."""

from __future__ import annotations

from django.conf import settings


def now_and_before() -> tuple[str, ...]:
    """The present one first. Nothing new is written with another."""
    return (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
