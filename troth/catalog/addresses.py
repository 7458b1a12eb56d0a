"""Where products and categories live, in the language that is spoken. The storefront routes these paths."""

from __future__ import annotations

from .words import spoken


def product_path(slug: str) -> str:
    return f"/{_prefix()}products/{slug}/"


def category_path(slug: str) -> str:
    return f"/{_prefix()}categories/{slug}/"


def home_path() -> str:
    return f"/{_prefix()}"


def products_path() -> str:
    return f"/{_prefix()}products/"


def _prefix() -> str:
    """What stands in front of every page's path: "" for the first language, "de/" for another."""
    language = spoken()
    return f"{language}/" if language else ""
