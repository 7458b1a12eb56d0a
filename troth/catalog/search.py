"""Search as people type: endings and beginnings of words forgiven, a slip of the finger too.

First all words are looked for (each may be only the beginning of one), then the nearest spelling the catalogue
knows, then any of the words. What was typed is not kept anywhere.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from functools import lru_cache

from django.utils import timezone

from . import cards, fulltext
from .cards import CardRow
from .models import Product, Status
from .revision import current
from .shown import Card, CardPage, SearchResults

LONGEST = 200  # characters of a query that are read
MOST_WORDS = 8
SUGGESTED = 4
_WORD = re.compile(r"[^\W_]+")
_CLOSE = 0.75  # difflib's ratio: one slip in a word of four letters or more


def search(text: str, number: int = 1) -> SearchResults:
    """Page `number` of what fits `text`. Two queries when something does; a few more when nothing does."""
    text = " ".join(text[:LONGEST].replace("\0", " ").split())
    words = _WORD.findall(text.casefold())[:MOST_WORDS]
    if not words:
        return SearchResults(text, _empty(), "", _suggested())
    found = _page(words, text, number, every=True)
    if found.total:
        return SearchResults(text, found, "", ())
    return _second_thoughts(text, words, number)


def _second_thoughts(text: str, words: list[str], number: int) -> SearchResults:
    corrected = [_nearest(word) for word in words]
    if corrected != words:
        found = _page(corrected, " ".join(corrected), number, every=True)
        if found.total:
            return SearchResults(text, found, " ".join(corrected), ())
    telling = [word for word in corrected if len(word) > 2]
    if len(telling) > 1 or telling != corrected:
        found = _page(telling, text, number, every=False) if telling else _empty()
        if found.total:
            instead = " ".join(corrected) if corrected != words else ""
            return SearchResults(text, found, instead, (), loosely=True)
    return SearchResults(text, _empty(), "", _suggested())


def complete(text: str, limit: int = 6) -> tuple[Card, ...]:
    """Cards for a search box while someone types; () for fewer than two letters. Two queries."""
    words = _WORD.findall(text[:LONGEST].casefold())[:MOST_WORDS]
    if sum(map(len, words)) < 2:
        return ()
    asked = [[word] for word in words]
    keys, _total = fulltext.matches(asked, " ".join(words), every=True, limit=limit, offset=0)
    return _cards(keys)


def _page(words: Sequence[str], text: str, number: int, *, every: bool) -> CardPage:
    number = max(1, min(number, 10_000))
    groups = [_spellings(word) for word in words]
    start = (number - 1) * cards.PER_PAGE
    keys, total = fulltext.matches(groups, text, every=every, limit=cards.PER_PAGE, offset=start)
    if not keys and number > 1:
        return _page(words, text, 1, every=every)
    return CardPage(_cards(keys), number, max(1, -(-total // cards.PER_PAGE)), total)


def _spellings(word: str) -> tuple[str, ...]:
    """The word, and what it is in the singular as far as cutting off an ending tells."""
    for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return (word, word.removesuffix(ending) + instead)
    return (word,)


def _cards(keys: list[int]) -> tuple[Card, ...]:
    if not keys:
        return ()
    now = timezone.now()
    rows = cards.published().filter(pk__in=keys).values_list("pk", *cards.COLUMNS)
    by_key = {row[0]: cards.card(CardRow(*row[1:]), now) for row in rows}
    return tuple(by_key[key] for key in keys if key in by_key)


def _nearest(word: str) -> str:
    """The word of the catalogue nearest to this one, or the word itself."""
    known = _vocabulary(current())
    if word in known or len(word) < 4 or word.isdigit():
        return word
    near = difflib.get_close_matches(word, (other for other in known if abs(len(other) - len(word)) <= 2), 1, _CLOSE)
    return near[0] if near else word


@lru_cache(maxsize=1)
def _vocabulary(revision: int) -> frozenset[str]:
    """The words of titles, keywords and blurbs, read again when the catalogue has changed."""
    rows = Product.objects.filter(status=Status.PUBLISHED).values_list("title", "keywords", "blurb", "vendor")
    return frozenset(
        word for row in rows.iterator() for text in row for word in _WORD.findall(text.casefold()) if len(word) > 2
    )


def _suggested() -> tuple[Card, ...]:
    return cards.cards(cards.published().filter(featured=True).order_by("position", "title"), SUGGESTED)


def _empty() -> CardPage:
    return CardPage(cards=(), number=1, pages=1, total=0)
