"""Changed products into the shop: a few statements for every hundred of them.

This does what `Product.save()` does (summary, index, revision), for many at the price of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import batched
from typing import Any, Final

from django.utils import timezone

from troth.catalog import indexing, summary
from troth.catalog.models import Catalogue, Product, Variant
from troth.catalog.words import renew

from .wholes import Whole

AT_ONCE: Final = 100
_SEARCHED: Final = frozenset({"vendor"})  # columns among those edited here that the search looks through


def write(changed: Sequence[Whole]) -> None:
    """In a transaction that holds their rows. Afterwards `product.changed_at` is the time of this change."""
    now = timezone.now()
    variants, columns = _variants(changed)
    touched = {"changed_at"}
    for whole in changed:
        whole.product.changed_at = now
        touched |= whole.changes.columns.get(whole.product, set()) | _summarised(whole)
    if variants:
        Variant.objects.bulk_update(variants, sorted(columns), batch_size=AT_ONCE)
    _shelves(changed)
    Product.objects.bulk_update([whole.product for whole in changed], sorted(touched), batch_size=AT_ONCE)
    for some in batched([whole for whole in changed if _is_found_otherwise(whole)], AT_ONCE, strict=False):
        products = [_assembled(whole) for whole in some]
        indexing.rewrite_many(products)
        renew.renew(products)
    Catalogue.bump()


def _variants(changed: Sequence[Whole]) -> tuple[list[Variant], set[str]]:
    found: list[Variant] = []
    columns: set[str] = set()
    for whole in changed:
        for row, names in whole.changes.columns.items():
            if isinstance(row, Variant):
                found.append(row)
                columns |= names
    return found, columns


def _summarised(whole: Whole) -> set[str]:
    """Sets the summary columns; the names of those that are others now."""
    category = summary.first_category(whole.shelves)
    told: dict[str, Any] = {**summary.prices(whole.variants), "main_category_id": category.pk if category else None}
    changed = {name for name, value in told.items() if getattr(whole.product, name) != value}
    for name in changed:
        setattr(whole.product, name, told[name])
    return changed


def _shelves(changed: Sequence[Whole]) -> None:
    through = Product.categories.through
    new = [(whole.product.pk, category.pk) for whole in changed for category in whole.put_on]
    through.objects.bulk_create(
        [through(product_id=product, category_id=category) for product, category in new],
        ignore_conflicts=True,
        batch_size=AT_ONCE,
    )
    gone: dict[int, list[int]] = {}
    for whole in changed:
        for category in whole.taken_off:
            gone.setdefault(category.pk, []).append(whole.product.pk)
    for shelf, products in gone.items():
        for keys in batched(products, AT_ONCE, strict=False):
            through.objects.filter(category=shelf, product__in=keys).delete()


def _is_found_otherwise(whole: Whole) -> bool:
    return bool(whole.put_on or whole.taken_off or whole.changes.columns.get(whole.product, set()) & _SEARCHED)


def _assembled(whole: Whole) -> Product:
    """The product as an object with its children, so that the index reads them from memory."""
    whole.product.variants = whole.variants
    whole.product.categories = whole.shelves
    return whole.product
