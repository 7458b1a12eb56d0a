"""A name the shop wrote down, in the language of a page: what it says there, and in which language that is.

Words of products come with the queries pages ask anyway (`reading`). Names of taxes, offers and methods are few and lie in
memory in all their languages; this picks one. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings

from .spoken import spoken


class Said(str):
    """Words that know their language. `lang`: its code where it isn't the page's own, else "". `first`: the same name in the
    shop's first language, by which figures keep it together."""

    __slots__ = ("first", "lang")

    first: str
    lang: str

    def __new__(cls, words: str, *, first: str = "", lang: str = "") -> Said:
        made = super().__new__(cls, words)
        made.first, made.lang = first or words, lang
        return made


def said(first: str, words: Mapping[str, str], language: str) -> Said:
    """`words`: language → name. `language`: as `spoken()` has it, "" for the first. What is empty falls back to the first."""
    if not language:
        return Said(first)
    found = words.get(language, "")
    return Said(found, first=first) if found else Said(first, lang=settings.LANGUAGE_CODE if first else "")


def kept(name: str, first: str, written_in: str) -> Said:
    """A name as an order kept it. `first`: "" where it was kept in the shop's first language. `written_in`: the order's."""
    language = written_in if first else settings.LANGUAGE_CODE
    here = spoken() or settings.LANGUAGE_CODE
    return Said(name, first=first or name, lang="" if language in ("", here) else language)


def lang_of(words: object) -> str:
    """The language of words that are in another than the page's; "" for all others."""
    return words.lang if isinstance(words, Said) else ""


def first_of(words: str) -> str:
    """What to keep beside a name that is kept: "" where it is in the shop's first language already."""
    return words.first if isinstance(words, Said) and words.first != words else ""
