"""The thin rows of a list, in the order asked: of everything, or of a category with the category itself beside them."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import QuerySet

from troth.catalog import cards
from troth.catalog.models import Category, Product
from troth.catalog.shown import Sort
from troth.catalog.words import reading

from .narrow import Row

# As narrow.Row has them.
COLUMNS = ("pk", "facets", "vendor", "price_from", "price_to", "currency", "can_buy")
_CATEGORY = ("name", "blurb", "seo_title", "seo_description")
_SHELF = "said_of_shelf"


class Shelf(NamedTuple):
    """A category's own words."""

    name: str
    blurb: str
    seo_title: str
    seo_description: str


def of_category(slug: str, sort: Sort) -> tuple[Shelf, list[Row]] | None:
    """What stands on the shelf; None if the shop has no such shelf. One query, two for an empty shelf."""
    found = _PREPARED[sort].rows(slug=slug)
    if found:
        split = len(COLUMNS)
        return Shelf(*found[0][split:]), [Row(*row[:split]) for row in found]
    empty = _EMPTY.rows(slug=slug)
    return (Shelf(*empty[0]), []) if empty else None


def of_everything(sort: Sort) -> list[Row]:
    """All that the shop shows. One query."""
    return [Row(*row) for row in _EVERYTHING[sort].rows()]


def _every(sort: Sort) -> Any:
    def build(language: str = "") -> QuerySet[Product, Any]:
        return _ordered(cards.published(), sort, language).values_list(*_columns(language))

    return build


def _query(sort: Sort) -> Any:
    def build(slug: str, language: str = "") -> QuerySet[Product, Any]:
        found = cards.published().filter(categories__slug=slug, categories__published=True)
        listed = _ordered(found, sort, language)
        if language:
            listed = reading.beside(listed, language, "categories__", _SHELF)
        return listed.values_list(*_columns(language), *_shelf(language, "categories__"))

    return build


def _empty(slug: str, language: str = "") -> QuerySet[Category, Any]:
    found = Category.objects.filter(slug=slug, published=True)
    return (reading.beside(found, language, name=_SHELF) if language else found).values_list(*_shelf(language))


def _ordered(found: QuerySet[Product], sort: Sort, language: str) -> QuerySet[Product]:
    """By their titles in the language of the page, where titles decide."""
    if not language:
        return found.order_by(*cards.ORDERS[sort])
    places = [reading.told("title") if name == "title" else name for name in cards.ORDERS[sort]]
    return reading.beside(found, language).order_by(*places)


def _columns(language: str) -> tuple[reading.Column, ...]:
    if not language:
        return COLUMNS
    return tuple(reading.told(name) if name == "facets" else name for name in COLUMNS)


def _shelf(language: str, path: str = "") -> tuple[reading.Column, ...]:
    """A category's words; search engines are told its name in this language before its title in another."""
    if not language:
        return tuple(f"{path}{name}" for name in _CATEGORY)
    first = {"seo_title": ("name",), "seo_description": ("blurb",)}
    return tuple(reading.told(name, path, _SHELF, first.get(name, ())) for name in _CATEGORY)


_PREPARED = {sort: reading.InLanguage(_query(sort), slug=str) for sort in Sort}
_EVERYTHING = {sort: reading.InLanguage(_every(sort)) for sort in Sort}
_EMPTY = reading.InLanguage(_empty, slug=str)
