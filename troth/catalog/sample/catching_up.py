"""A sample catalogue that was there before a language came gets its words in it.

Only what reads as the sample wrote it: a text that somebody changed is theirs, and the words we have would say something else.
Words that somebody wrote stay as well.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.signal_handlers import disable_reference_index_auto_update

from troth.catalog import description
from troth.catalog.models import Category, CategoryWords, Product, ProductWords

from . import HANDLES, read, words


def add_words(language: str) -> int:
    """Add what is missing in one of the languages that `words.spoken` says; to how many products it was added.

    One query where there is no sample, or all of it has words.
    """
    worded = ProductWords.objects.filter(language=language).values("product")
    found = Product.objects.filter(handle__startswith=HANDLES).exclude(pk__in=worded)
    silent = list(found.prefetch_related("variants", "images", "categories"))
    if not silent:
        return 0
    told = read()
    as_told = {product["slug"]: product for product in told["products"]}
    products = {
        slug: product
        for product in silent
        if (slug := product.handle.removeprefix(HANDLES)) in as_told and _untouched(product, as_told[slug])
    }
    with transaction.atomic(), disable_reference_index_auto_update():
        words.add(products, _categories(told["categories"], language), [language])
    return len(products)


def _untouched(product: Product, told: dict[str, Any]) -> bool:
    return (product.title, product.blurb, product.keywords, product.description) == (
        told["title"],
        told["blurb"],
        told.get("keywords", ""),
        description.from_markdown(told["description"]),
    )


def _categories(told: list[dict[str, str]], language: str) -> dict[str, Category]:
    """By slug, those that have no words yet and read as they did."""
    spoken_of = CategoryWords.objects.filter(language=language).values("category")
    here = {category.slug: category for category in Category.objects.exclude(pk__in=spoken_of)}
    return {
        each["slug"]: here[each["slug"]]
        for each in told
        if each["slug"] in here and (here[each["slug"]].name, here[each["slug"]].blurb) == (each["name"], each["blurb"])
    }
