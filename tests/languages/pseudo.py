"""A language in which everything that is translated is marked: ⟦like this⟧. What is left without a mark was forgotten.

`speaking()` puts it in the place of German, for messages and for the policy's words alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from gettext import NullTranslations
from html.parser import HTMLParser
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.utils.translation import trans_real

from troth.gate import inforce
from troth.policy import Policy, load
from troth.policy.build import build
from troth.policy.layout import DOCUMENT
from troth.policy.prose import Opening, Paragraph, Prose, read_prose
from troth.policy.translating import _with, told_in

CODE = "de"
OPEN, CLOSE = "⟦", "⟧"
SEPARATOR = "\x04"
SEEN_ATTRIBUTES = {"alt", "aria-label", "placeholder", "title"}
UNSEEN = {"script", "style", "template", "svg", "code", "kbd", "samp"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
LETTERS = re.compile(r"[^\W\d_]{2,}")


def mark(words: str) -> str:
    """A text with its mark inside the spaces around it."""
    bare = words.strip()
    return words.replace(bare, f"{OPEN}{bare}{CLOSE}", 1) if bare else words


class Marked(NullTranslations):
    """In the place of a catalogue."""

    domain = "django"

    def gettext(self, message: str) -> str:
        return mark(message.rpartition(SEPARATOR)[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return mark((msgid1 if n == 1 else msgid2).rpartition(SEPARATOR)[2])

    def language(self) -> str:
        return CODE

    to_language = language


def policy() -> Policy:
    """The policy with every word of it marked."""
    first = load(settings.TROTH.policy_dir)
    document = _with(first.document, {path: mark(text) for path, text in told_in(DOCUMENT, first.document)})
    prose = read_prose(settings.TROTH.policy_dir, [each.id for each in first.sections], [])
    sections = {name: Opening(mark(each.title), mark(each.intro), each.file) for name, each in prose.sections.items()}
    clauses = {
        name: Paragraph(each.section, mark(each.title), mark(each.text), each.file, each.line)
        for name, each in prose.clauses.items()
    }
    return build(document, Prose(sections, clauses), version=first.version, language=CODE, saying=Marked())


@contextmanager
def speaking() -> Iterator[None]:
    """Everything said in German meanwhile is marked English."""
    from troth.catalog import cards
    from troth.orders import shipping, telling, terms
    from troth.people import place_options
    from troth.publishing import minute, reading, stored
    from troth.storefront import freshness
    from troth.storefront.templatetags import choices, fieldgroups, shopfront, spoken

    kept = (
        *(minute._minute, reading._policy_read, reading._data_read, reading._linked_read, reading._cookies_read),
        *(telling._told, shipping._arrives, cards._said_in, freshness._shelves, fieldgroups._drawn),
        *(
            stored._stored,
            shopfront._drawn,
            spoken._said,
            choices._banner,
            choices._foot,
            place_options._countries,
            place_options._residences,
        ),
    )
    marked, told_in_first = policy(), inforce._told_in
    for each in kept:
        each.cache_clear()
    with (
        patch.dict(trans_real._translations, {CODE: Marked()}),
        patch.object(terms, "in_words", lambda code: _marked(terms.current())),
        patch.object(inforce, "_told_in", lambda code: marked if code == CODE else told_in_first(code)),
    ):
        yield
    for each in kept:
        each.cache_clear()


def _marked(told: Any) -> Any:
    return replace(told, title=mark(told.title), body=mark(told.body)) if told else None


@dataclass
class Reader(HTMLParser):
    """What a reader sees of a page and hears of it: pieces of text, marks included."""

    pieces: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    _inside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.said += [told[name] or "" for name in SEEN_ATTRIBUTES & told.keys()]
        if tag == "meta" and told.get("name") == "description":
            self.said.append(told.get("content") or "")
        if tag == "input" and told.get("type") in ("submit", "button", "reset"):
            self.said.append(told.get("value") or "")
        if tag not in VOID:
            # Words in another language, such as a language's own name, say so. Places are called by their own names.
            foreign = tag != "html" and told.get("lang") not in (None, CODE)
            places = tag == "select" and (told.get("name") or "").endswith(("country", "region", "residence"))
            hidden = tag in UNSEEN or foreign or places
            self._inside.append(f"!{tag}" if hidden else tag)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop().lstrip("!") != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(each.startswith("!") for each in self._inside):
            self.pieces.append(data)


def unmarked(text: str) -> list[str]:
    """The stretches of a text outside every mark. A mark that was cut short ends with its stretch."""
    found, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        if sign == OPEN:
            if depth == 0:
                found.append(text[start:place])
            depth += 1
        elif sign == CLOSE and depth:
            depth -= 1
            start = place + 1
    if depth == 0:
        found.append(text[start:])
    return found


def forgotten(page: str, data: Iterable[str]) -> list[str]:
    """Words on a page that nobody translated and that are nobody's data."""
    reader = Reader()
    reader.feed(page)
    stretches = unmarked("\n".join(reader.pieces))
    for each in reader.said:
        stretches += unmarked(each)
    return _words(stretches, data)


def forgotten_in_text(text: str, data: Iterable[str]) -> list[str]:
    return _words(unmarked(text), data)


def _words(stretches: list[str], data: Iterable[str]) -> list[str]:
    names = sorted({each for each in data if each}, key=len, reverse=True)
    known = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)" if names else r"(?!)")
    left = []
    for stretch in (line.strip() for each in stretches for line in each.splitlines()):
        if LETTERS.search(stretch):
            stretch = known.sub(" ", stretch)
            if LETTERS.search(stretch):
                left.append(stretch.strip())
    return list(dict.fromkeys(left))
