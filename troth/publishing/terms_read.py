"""The terms of sale as their page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import markdown
import nh3
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from troth.orders import terms
from troth.policy import FIRST

from .links import in_language

LINKS = {"a": {"href"}}
WORDS = {
    "h2",
    "h3",
    "p",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "a",
    "blockquote",
    "br",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


@dataclass(frozen=True, slots=True)
class TermsRead:
    """`now`: the version in force, "" if this is it. `earlier`: versions one may still read. `translated`: not what binds.

    `kept_in`: the names of the languages an earlier version is kept in; () where it is in force.
    """

    version: str
    title: str
    day: date
    html: SafeString
    now: str
    earlier: tuple[str, ...]
    translated: bool
    language: str
    kept_in: tuple[str, ...] = ()


def read(version: str = "") -> TermsRead | None:
    """The version in force, or the one that is named; None if there is none. Four queries at most."""
    found = terms.by(version) if version else terms.current()
    if found is None:
        return None
    now = terms.version()
    earlier = tuple(each for each in terms.earlier() if each != found.version)
    speaking = get_language() or FIRST
    told = None
    if speaking != FIRST:
        told = terms.in_words(speaking) if found.version == now else terms.kept(found.version, speaking)
    words, language = (told, speaking) if told else (found, FIRST)
    return TermsRead(
        version=found.version,
        title=words.title,
        day=found.day,
        html=_html(words.body, speaking),
        now="" if found.version == now else now,
        earlier=earlier,
        translated=told is not None,
        language=language,
        kept_in=() if found.version == now else _names((FIRST, *terms.read_in(found.version))),
    )


def _names(codes: Sequence[str]) -> tuple[str, ...]:
    """Each in its own language; in a shop that speaks one there is nothing to say."""
    names = dict(settings.LANGUAGES)
    return tuple(names.get(code, code) for code in codes) if len(names) > 1 else ()


@lru_cache(maxsize=16)
def _html(text: str, language: str) -> SafeString:
    """`language`: that of the page, which links lead on in."""
    raw = markdown.markdown(text, output_format="html", extensions=["tables"])
    return mark_safe(nh3.clean(raw, tags=WORDS, attributes=LINKS, link_rel=None, attribute_filter=in_language))  # noqa: S308 (cleaned)
