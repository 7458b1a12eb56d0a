"""What is not translated yet. Pure: makes no query where the product's rows were read already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from django.utils.html import strip_tags

from . import phrases

if TYPE_CHECKING:
    from troth.catalog.models import Category, CategoryWords, Product, ProductWords

# What stands there in the first language is looked for in the others, too.
PRODUCT: Final = ("title", "blurb", "description", "keywords", "seo_title", "seo_description")
CATEGORY: Final = ("name", "blurb", "seo_title", "seo_description")

Missing = tuple[str, str]  # (field, phrase); the phrase is "" for a field that is one text


def of_product(product: Product, words: ProductWords | None) -> tuple[Missing, ...]:
    """All that has words in the first language and none in that of `words` (None: nothing is translated)."""
    return (*_fields(PRODUCT, product, words), *_phrases(product, words))


def of_category(category: Category, words: CategoryWords | None) -> tuple[Missing, ...]:
    return tuple(_fields(CATEGORY, category, words))


def _fields(names: tuple[str, ...], base: object, words: object | None) -> Iterator[Missing]:
    for name in names:
        if says(base, name) and not says(words, name):
            yield name, ""


def says(row: object | None, name: str) -> bool:
    """Whether there is anything to read in it: an editor leaves "<p></p>" where nothing is."""
    text = str(getattr(row, name)) if row is not None else ""
    return bool(strip_tags(text).strip() if name == "description" else text)


def _phrases(product: Product, words: ProductWords | None) -> Iterator[Missing]:
    told = phrases.of(product)
    for kind in phrases.KINDS:
        known = getattr(words, kind) if words else {}
        yield from (
            (kind, phrase) for phrase in getattr(told, kind) if phrases.needs_words(phrase) and phrase not in known
        )
