"""Links in the policy's and the terms' prose. They are written without a language and lead to the page in the one spoken."""

from __future__ import annotations

from django.urls import LocalePrefixPattern, is_valid_path

_LANGUAGE = LocalePrefixPattern(prefix_default_language=False)


def in_language(element: str, attribute: str, value: str) -> str:
    """For `nh3.clean(attribute_filter=…)`. What exists once, such as the ledger's checkpoint, stays as it is."""
    prefix = _LANGUAGE.language_prefix
    if attribute != "href" or not prefix or not value.startswith("/"):
        return value
    there = f"/{prefix}{value[1:]}"
    return there if is_valid_path(there.partition("#")[0].partition("?")[0]) else value
