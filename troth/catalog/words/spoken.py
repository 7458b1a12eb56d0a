"""Which language the catalogue is to be told in."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language


def spoken() -> str:
    """The code of the active language; "" for the shop's first one, and for any that it does not speak."""
    language = get_language() or ""
    if language == settings.LANGUAGE_CODE:
        return ""
    return language if language in dict(further()) else ""


def further() -> tuple[tuple[str, str], ...]:
    """(code, name) of each language beside the first."""
    return tuple((code, str(name)) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
