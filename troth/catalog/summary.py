"""What a product's row remembers of its variants, pictures and categories, so that lists need one query."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from . import pictures
from .facets import remembered

if TYPE_CHECKING:
    from .models import Category, Product, Variant


def summarise(product: Product) -> dict[str, Any]:
    """The summary columns, as the saved children have them; also set on `product`. Does not save."""
    columns = {
        **prices(product.variants.all()),
        "pictures": [pictures.stored(image) for image in product.images.all() if image.image_id or image.drawn],
        "main_category": first_category(product.categories.all()),
        "facets": remembered.written(product),
    }
    for name, value in columns.items():
        setattr(product, name, value)
    return columns


def prices(variants: Iterable[Variant]) -> dict[str, Any]:
    """The columns that follow from what is offered."""
    offered = [variant for variant in variants if variant.offered]
    if not offered:
        return {"price_from": 0, "price_to": 0, "price_varies": False, "compare_at": None}
    cheapest = min(offered, key=lambda variant: variant.price)
    reduced = cheapest.compare_at is not None and cheapest.compare_at > cheapest.price
    return {
        "price_from": cheapest.price,
        "price_to": max(variant.price for variant in offered),
        "price_varies": any(variant.price != cheapest.price for variant in offered),
        "compare_at": cheapest.compare_at if reduced else None,
        "currency": cheapest.currency,
    }


def first_category(categories: Iterable[Category]) -> Category | None:
    """The shelf a product's crumbs lead over."""
    shown = [category for category in categories if category.published]
    return min(shown, key=lambda category: (category.position, category.name), default=None)
