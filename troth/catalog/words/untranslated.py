"""What waits for a translator: products and categories that lack words in a language, those of the shop window first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet

from . import missing, reading


@dataclass(frozen=True, slots=True)
class Lacking:
    """`count`: how many texts; None where nothing at all is translated."""

    pk: int
    title: str
    count: int | None
    shown: bool


def products(language: str) -> QuerySet[Any, dict[str, Any]]:
    """Rows with pk, title, status, and `lacks`: how many texts (None: all of them). Published ones first."""
    from troth.catalog.models import Product, Status

    beside = reading.beside(Product.objects.all(), language)
    lacking = beside.filter(Q(said__isnull=True) | Q(said__missing__gt=0)).annotate(
        lacks=F("said__missing"), hidden=~Q(status=Status.PUBLISHED)
    )
    return lacking.order_by("hidden", "position", "title", "pk").values("pk", "title", "status", "lacks")


def next_product(language: str, but: int) -> int | None:
    """The key of one more product that lacks words, other than the one in hand."""
    return products(language).exclude(pk=but).values_list("pk", flat=True).first()


def categories(language: str) -> tuple[Lacking, ...]:
    """In the order of the shelves. Two queries."""
    from troth.catalog.models import Category, CategoryWords

    said = {row.category_id: row for row in CategoryWords.objects.filter(language=language)}
    found = [(each, said.get(each.pk)) for each in Category.objects.order_by("position", "name")]
    counted = [(each, row, len(missing.of_category(each, row))) for each, row in found]
    return tuple(
        Lacking(each.pk, each.name, count if row else None, each.published) for each, row, count in counted if count
    )
