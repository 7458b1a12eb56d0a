"""Descriptions: clean when they come in, clean again when they go out.

A description is a small HTML: what the office's editor can make, and no more (`ALLOWED`). Imported HTML is
reduced to that by nh3, tables become lists, and what was left out is counted, so that a report can name it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape

import markdown
import nh3
from bs4 import BeautifulSoup, Tag
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

ALLOWED: dict[str, set[str]] = {
    tag: set() for tag in ("p", "br", "h3", "h4", "b", "strong", "i", "em", "ul", "ol", "li", "hr", "sup", "sub")
} | {"a": {"href"}}
# Elements that say nothing when taken away, unlike an image or a video.
_SILENT = frozenset(
    [
        "div",
        "span",
        "font",
        "section",
        "article",
        "u",
        "small",
        "center",
        "meta",
        "html",
        "head",
        "body",
        "style",
        "title",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "colgroup",
        "col",
    ]  # a table is made into a list
)
_HEADINGS = {"h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4"}
_CELLS = ("td", "th")
_BLOCK = re.compile(r"<(?:p|li|h3|h4|hr)\b")
# nh3 writes attributes in one way only, so a pattern is enough to find its links outwards.
_OUTWARD = re.compile(r'<a href="(?=https?://)')


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`html` is safe; `removed` counts what a reader would miss ({"img": 2}), `links` the links that stayed."""

    html: str
    removed: dict[str, int]
    links: tuple[str, ...]


def clean(html: str) -> Cleaned:
    """Reduce foreign HTML (or plain text) to what a description may hold."""
    if "<" not in html and "&" not in html:
        return Cleaned(_paragraphs(html), {}, ())
    soup = BeautifulSoup(html, "html.parser")
    removed = Counter(
        tag.name
        for tag in soup.find_all(True)
        if tag.name not in ALLOWED and tag.name not in _SILENT and tag.name not in _HEADINGS
    )
    for tag in soup.find_all(list(_HEADINGS)):
        tag.name = _HEADINGS[tag.name]
    for table in soup.find_all("table"):
        _as_list(soup, table)
    cleaned = _wash(str(soup).replace("\xa0", " "))
    if not _BLOCK.search(cleaned):
        cleaned = f"<p>{cleaned.strip()}</p>" if cleaned.strip() else ""
    links = tuple(str(tag.get("href")) for tag in BeautifulSoup(cleaned, "html.parser").find_all("a", href=True))
    return Cleaned(cleaned.strip(), dict(removed), links)


def _as_list(soup: BeautifulSoup, table: Tag) -> None:
    """A table becomes a list, one item a row, its cells joined by a colon and commas."""
    items = soup.new_tag("ul")
    for row in table.find_all("tr"):
        cells = [" ".join(cell.get_text(" ").split()) for cell in row.find_all(_CELLS)]
        filled = [cell for cell in cells if cell]
        if filled:
            item = soup.new_tag("li")
            item.string = ": ".join((filled[0], ", ".join(filled[1:]))) if filled[1:] else filled[0]
            items.append(item)
    table.replace_with(items)


def _wash(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(ALLOWED),
        attributes=ALLOWED,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        clean_content_tags={"script", "style", "iframe", "object", "svg", "math", "template", "noscript"},
    )


def _paragraphs(text: str) -> str:
    blocks = (" ".join(block.split()) for block in text.replace("\r\n", "\n").split("\n\n"))
    return "".join(f"<p>{escape(block, quote=False)}</p>" for block in blocks if block)


def from_markdown(text: str) -> str:
    """The description for a text in Markdown."""
    return clean(markdown.markdown(text, extensions=["sane_lists"], output_format="html")).html


def for_storage(html: str) -> str:
    """What the office's editor sends, with its own links within the site (`linktype`) left as they are."""
    return nh3.clean(
        html,
        tags=set(ALLOWED),
        attributes={**ALLOWED, "a": {"href", "linktype", "id"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


@lru_cache(maxsize=512)
def for_page(html: str) -> SafeString:
    """As it goes into a page: links within the site resolved, links elsewhere marked with rel="external"."""
    expanded = expand_db_html(html) if "linktype=" in html else html
    marked = _OUTWARD.sub('<a rel="external noopener noreferrer" href="', _wash(expanded))
    return mark_safe(marked)  # noqa: S308  (nh3 has just cleaned it)


def first_words(html: str, longest: int) -> str:
    """The beginning of a description as plain text: whole sentences if one fits, else whole words and "…"."""
    text = " ".join(unescape(strip_tags(html.replace("<", " <"))).split())
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    sentence = max(cut.rfind(". "), cut.rfind("! "), cut.rfind("? "))
    if sentence > longest // 3:
        return cut[: sentence + 1]
    return cut.rsplit(" ", 1)[0].rstrip(" ,;:-\u2013") + "…"
