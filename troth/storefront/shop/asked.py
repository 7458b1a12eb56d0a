"""What the query of a list's address asks for, parsed at the door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from troth.catalog.shown import CardPage, Sort

FURTHEST_PAGE = 9_999
LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class ListAsked:
    """`?page=` and `?sort=`; nonsense means the first page in our own order."""

    number: int
    sort: Sort


@dataclass(frozen=True, slots=True)
class PageLink:
    """A step of the pagination. `gap` stands for pages left out; `rel` is "prev", "next" or ""."""

    number: int
    href: str = ""
    rel: str = ""
    current: bool = False
    gap: bool = False


def asked_list(query: QueryDict) -> ListAsked:
    return ListAsked(_number(query.get("page", "")), _sort(query.get("sort", "")))


def asked_words(query: QueryDict) -> str:
    return " ".join(query.get("q", "").split())[:LONGEST_SEARCH]


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        return 1
    return min(max(1, int(text)), FURTHEST_PAGE)


def _sort(text: str) -> Sort:
    try:
        return Sort(text)
    except ValueError:
        return Sort.FEATURED


def page_links(page: CardPage, keep: Sequence[tuple[str, str]]) -> tuple[PageLink, ...]:
    """Previous, first, the neighbours of the page shown, last, next. `keep` is the rest of the query."""
    if page.pages < 2:
        return ()
    links: list[PageLink] = []
    if page.previous:
        links.append(PageLink(page.previous, _href(page.previous, keep), rel="prev"))
    before = 0
    for number in sorted({1, page.pages, *range(page.number - 1, page.number + 2)}):
        if not 1 <= number <= page.pages:
            continue
        if number > before + 1:
            links.append(PageLink(number, gap=True))
        links.append(PageLink(number, _href(number, keep), current=number == page.number))
        before = number
    if page.next:
        links.append(PageLink(page.next, _href(page.next, keep), rel="next"))
    return tuple(links)


def _href(number: int, keep: Sequence[tuple[str, str]]) -> str:
    return "?" + urlencode([*keep, *([("page", str(number))] if number > 1 else [])])
