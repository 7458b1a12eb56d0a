"""Goods for the tests of the catalogue: a shop with a few things on its shelves."""

from __future__ import annotations

from typing import Any

from troth.catalog.models import Category, Product, ProductImage, Status, Variant


def category(name: str = "Glassware", **columns: Any) -> Category:
    return Category.objects.create(slug=name.lower().replace(" ", "-"), name=name, **columns)


def product(
    title: str = "Beaker",
    *variants: Variant,
    categories: tuple[Category, ...] = (),
    pictures: tuple[ProductImage, ...] = (),
    **columns: Any,
) -> Product:
    """A published product; with one variant of $10.00 and ten in stock if none is given."""
    made = Product(**{"slug": title.lower().replace(" ", "-"), "title": title, "status": Status.PUBLISHED, **columns})
    made.variants = list(variants) or [variant()]
    made.images = list(pictures)
    made.categories = list(categories)
    made.save()
    return made


def variant(price: int = 1000, *, stock: int = 10, **columns: Any) -> Variant:
    return Variant(price=price, stock=stock, **columns)


def sizes(*told: tuple[str, int, int]) -> tuple[Variant, ...]:
    """Variants by one option: (answer, price, stock) each."""
    return tuple(
        variant(price, stock=stock, option1=answer, sort_order=place)
        for place, (answer, price, stock) in enumerate(told)
    )


def only_variant(of: Product) -> Variant:
    return Variant.objects.get(product=of)
