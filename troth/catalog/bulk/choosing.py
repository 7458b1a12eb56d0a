"""Which products: those that fit a filter, or those somebody has ticked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from troth.catalog.models import Product, Variant

MOST: Final = 5000  # at once; a transaction that holds more rows keeps buyers waiting


@dataclass(frozen=True, slots=True)
class Filter:
    """Empty parts let everything through. `text`: in the title, or an article number's beginning. `category`: its key."""

    text: str = ""
    status: str = ""
    maker: str = ""
    category: int | None = None
    keys: Collection[int] = ()


def fitting(wanted: Filter) -> QuerySet[Product]:
    """In the order of the office's list."""
    found = Product.objects.order_by("position", "title", "pk")
    if wanted.text:
        coded = Variant.objects.filter(product=OuterRef("pk"), sku__istartswith=wanted.text)
        found = found.filter(Q(title__icontains=wanted.text) | Exists(coded))
    if wanted.status:
        found = found.filter(status=wanted.status)
    if wanted.maker:
        found = found.filter(vendor=wanted.maker)
    if wanted.category is not None:
        found = found.filter(categories=wanted.category)
    if wanted.keys:
        found = found.filter(pk__in=wanted.keys)
    return found


def makers() -> list[str]:
    """Those the catalogue names, by the alphabet."""
    named = Product.objects.exclude(vendor="").order_by("vendor").values_list("vendor", flat=True)
    return list(named.distinct())
