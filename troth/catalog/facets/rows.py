"""The thin rows of a category, in the order asked, with the category itself beside them: one query for both."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import QuerySet

from troth.catalog import cards
from troth.catalog.models import Category, Product
from troth.catalog.prepared import Prepared
from troth.catalog.shown import Sort

from .narrow import Row

# As narrow.Row has them.
COLUMNS = ("pk", "facets", "vendor", "price_from", "price_to", "currency", "can_buy")
_CATEGORY = ("name", "blurb", "seo_title", "seo_description")


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
    empty = Category.objects.filter(slug=slug, published=True).values_list(*_CATEGORY).first()
    return (Shelf(*empty), []) if empty else None


def _query(sort: Sort) -> Any:
    def build(slug: str) -> QuerySet[Product, Any]:
        listed = cards.published().filter(categories__slug=slug, categories__published=True)
        beside = [f"categories__{name}" for name in _CATEGORY]
        return listed.order_by(*cards.ORDERS[sort]).values_list(*COLUMNS, *beside)

    return build


_PREPARED = {sort: Prepared(_query(sort), slug=str) for sort in Sort}
