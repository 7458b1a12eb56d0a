"""Products with their variants and shelves, for many at once: three queries, however many there are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from troth.catalog.importing.changes import Changes
from troth.catalog.models import Category, Product, Variant


@dataclass(slots=True)
class Whole:
    """A product, and what is being done to it. `changes` grows; `shelves` are its categories as they shall be."""

    product: Product
    variants: list[Variant] = field(default_factory=list)
    shelves: list[Category] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)
    put_on: list[Category] = field(default_factory=list)
    taken_off: list[Category] = field(default_factory=list)


def load(keys: Collection[int], *, lock: bool) -> list[Whole]:
    """In the order of their keys. `lock`: nobody else changes them until the end of the transaction.

    Variants are held in the order of their keys, as orders hold them, so that neither waits for the other in a circle.
    """
    products, variants = Product.objects.all(), Variant.objects.order_by("pk")
    if lock:
        products, variants = products.select_for_update(), variants.select_for_update()
    found = {product.pk: Whole(product) for product in products.filter(pk__in=keys).order_by("pk")}
    for variant in variants.filter(product__in=found):
        found[variant.product_id].variants.append(variant)
    links = Product.categories.through.objects.filter(product__in=found).values_list("product_id", "category_id")
    shelves = Category.objects.in_bulk()
    for product, category in links:
        found[product].shelves.append(shelves[category])
    for whole in found.values():
        whole.variants.sort(key=lambda variant: (variant.sort_order or 0, variant.pk))
    return list(found.values())
