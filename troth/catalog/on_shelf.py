"""What the search remembers of the products of a category: they are found by its name, in every language."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import batched
from typing import Final

from . import indexing
from .words import renew

AT_ONCE: Final = 200


def of(category: int | None) -> list[int]:
    """The keys of its products. One query, none for a category that was not saved yet."""
    from .models import Product

    return [] if category is None else list(Product.objects.filter(categories=category).values_list("pk", flat=True))


def index_again(products: Iterable[int]) -> None:
    """In a few statements for every two hundred."""
    from .models import Product

    for some in batched(products, AT_ONCE, strict=False):
        found = Product.objects.filter(pk__in=some).prefetch_related("variants", "images", "categories")
        if told := list(found):
            indexing.rewrite_many(told)
            renew.renew(told)
