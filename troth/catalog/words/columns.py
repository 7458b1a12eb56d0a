"""The words of a product as columns of a table: "Title (de)", one a field and language; maps as lines "Glass = Glas"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from .phrases import KINDS
from .spoken import further

if TYPE_CHECKING:
    from troth.catalog.models import ProductWords

FIELDS: Final = {
    "title": "Title",
    "blurb": "In one sentence",
    "description": "Description",
    "keywords": "Tags",
    "specifications": "Specifications",
    "options": "Options",
    "pictures": "Image alt text",
    "seo_title": "SEO title",
    "seo_description": "SEO description",
}
SHELVES: Final = "categories"  # of the file, not of a product's words: names of categories
_HEADERS: Final = {**FIELDS, SHELVES: "Categories"}
_BREAK: Final = re.compile(r"(?<!\\)((?:\\\\)*) = ")
_WRITTEN: Final = re.compile(r"\\(.)", re.DOTALL)


def headers() -> Iterator[tuple[str, str, str]]:
    """(column, language, field) of each column there is in this shop."""
    for language, _name in further():
        for field, label in _HEADERS.items():
            yield f"{label} ({language})", language, field


def text(words: ProductWords, field: str) -> str:
    """A field of the words as one text."""
    value = getattr(words, field)
    return written(value) if field in KINDS else str(value)


def written(phrases: Mapping[str, str]) -> str:
    """A line for each phrase: "Glass = Glas". A backslash stands before one of itself, a "=" in the first half, a break.

    By the alphabet: PostgreSQL keeps no order of keys (8.14.3, jsonb).
    """
    return "\n".join(f"{_quoted(base).replace('=', '\\=')} = {_quoted(said)}" for base, said in sorted(phrases.items()))


def read(lines: str) -> tuple[dict[str, str], list[str]]:
    """The phrases, and those lines that are none."""
    phrases: dict[str, str] = {}
    wrong: list[str] = []
    for line in filter(None, map(str.strip, lines.split("\n"))):
        found = _BREAK.search(line)
        base = _plain(line[: found.end(1)]) if found else ""
        said = _plain(line[found.end() :]) if found else ""
        if base and said:
            phrases[base] = said
        else:
            wrong.append(line)
    return phrases, wrong


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\r", "").replace("\n", "\\n")


def _plain(text: str) -> str:
    return _WRITTEN.sub(lambda found: "\n" if found[1] == "n" else found[1], text.strip())
