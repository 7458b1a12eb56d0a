"""The terms of sale as their page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import markdown
import nh3
from django.utils.safestring import SafeString, mark_safe

from troth.orders import terms

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
    """`now`: the version in force, "" if this is it. `earlier`: versions one may still read."""

    version: str
    title: str
    day: date
    html: SafeString
    now: str
    earlier: tuple[str, ...]


def read(version: str = "") -> TermsRead | None:
    """The version in force, or the one that is named; None if there is none. Two queries at most."""
    found = terms.by(version) if version else terms.current()
    if found is None:
        return None
    now = terms.version()
    earlier = tuple(each for each in terms.earlier() if each != found.version)
    return TermsRead(
        found.version, found.title, found.day, _html(found.body), "" if found.version == now else now, earlier
    )


@lru_cache(maxsize=16)
def _html(text: str) -> SafeString:
    raw = markdown.markdown(text, output_format="html", extensions=["tables"])
    return mark_safe(nh3.clean(raw, tags=WORDS, attributes={"a": {"href"}}, link_rel=None))  # noqa: S308 (cleaned)
