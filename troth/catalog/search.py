"""Search as people type: endings and beginnings of words forgiven, a slip of the finger too.

First all words are looked for (each may be only the beginning of one), then the nearest spelling the catalogue
knows, then any of the words. What was typed is not kept anywhere.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from django.utils.translation import gettext

from . import cards, fulltext
from .facets.narrow import Row, narrow
from .facets.shown import NOTHING, Asked
from .models import Product, ProductWords, Status
from .revision import current
from .shown import Card, CardPage, SearchResults, Sort
from .words import german, spoken

LONGEST = 200  # characters of a query that are read
MOST_WORDS = 8
MOST_FOUND = 2000  # the best so many are looked through; nobody turns a hundred pages
SUGGESTED = 4
_WORD = re.compile(r"[^\W_]+")
_CLOSE = 0.75  # difflib's ratio: one slip in a word of four letters or more


def search(text: str, number: int = 1, *, sort: Sort = Sort.FEATURED, asked: Asked = NOTHING) -> SearchResults:
    """Page `number` of what fits `text`. Two queries when something does; a few more when nothing does."""
    text = " ".join(text[:LONGEST].replace("\0", " ").split())
    words = _WORD.findall(text.casefold())[:MOST_WORDS]
    if not words:
        return SearchResults(text, _empty(), "", _suggested())
    found = _Question(text, number, sort, asked)
    if rows := found.rows(words, text, every=True):
        return found.answer(rows)
    return _second_thoughts(words, found)


@dataclass(frozen=True, slots=True)
class _Question:
    """What somebody typed, and how the answer is to be shown."""

    text: str
    number: int
    sort: Sort
    asked: Asked

    def rows(self, words: Sequence[str], text: str, *, every: bool) -> list[Row]:
        groups = [_spellings(word) for word in words]
        return fulltext.matches(groups, text, every=every, limit=MOST_FOUND, sort=self.sort)

    def answer(self, rows: Sequence[Row], instead: str = "", *, loosely: bool = False) -> SearchResults:
        narrowed = narrow(rows, self.asked)
        page = cards.page_of(narrowed.keys, self.number, cards.sort_choices(self.sort, gettext("Best match first")))
        return SearchResults(self.text, page, instead, (), loosely, narrowed.facets)


def _second_thoughts(words: Sequence[str], question: _Question) -> SearchResults:
    corrected = [_nearest(word) for word in words]
    instead = " ".join(corrected) if corrected != words else ""
    if instead and (rows := question.rows(corrected, instead, every=True)):
        return question.answer(rows, instead)
    telling = [word for word in corrected if len(word) > 2]
    worth_it = telling and (len(telling) > 1 or telling != corrected)
    if worth_it and (rows := question.rows(telling, question.text, every=False)):
        return question.answer(rows, instead, loosely=True)
    return SearchResults(question.text, _empty(), "", _suggested())


def complete(text: str, limit: int = 6) -> tuple[Card, ...]:
    """Cards for a search box while someone types; () for fewer than two letters. Two queries."""
    words = _WORD.findall(text[:LONGEST].casefold())[:MOST_WORDS]
    if sum(map(len, words)) < 2:
        return ()
    rows = fulltext.matches([[word] for word in words], " ".join(words), every=True, limit=limit)
    return cards.by_key([row.pk for row in rows])


def _spellings(word: str) -> tuple[str, ...]:
    """The word, and what it is in the singular as far as cutting off an ending tells; in German, as it may be typed."""
    if spoken().partition("-")[0] == "de":
        return german.spellings(word)
    for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return (word, word.removesuffix(ending) + instead)
    return (word,)


def _nearest(word: str) -> str:
    """The word of the catalogue nearest to this one, or the word itself."""
    known = _vocabulary(current(), spoken())
    if word in known or len(word) < 4 or word.isdigit():
        return word
    near = difflib.get_close_matches(word, (other for other in known if abs(len(other) - len(word)) <= 2), 1, _CLOSE)
    return near[0] if near else word


@lru_cache(maxsize=4)
def _vocabulary(revision: int, language: str) -> frozenset[str]:
    """The words of titles, keywords and blurbs, read again when the catalogue has changed; in another language, its too."""
    texts: list[Iterator[tuple[str, ...]]] = [
        Product.objects.filter(status=Status.PUBLISHED).values_list("title", "keywords", "blurb", "vendor").iterator()
    ]
    if language:
        said = ProductWords.objects.filter(product__status=Status.PUBLISHED, language=language)
        texts.append(said.values_list("title", "keywords", "blurb").iterator())
    return frozenset(
        word for row in chain(*texts) for text in row for word in _WORD.findall(text.casefold()) if len(word) > 2
    )


def _suggested() -> tuple[Card, ...]:
    return cards.cards(cards.published().filter(featured=True).order_by("position", "title"), SUGGESTED)


def _empty() -> CardPage:
    return CardPage(cards=(), number=1, pages=1, total=0)
