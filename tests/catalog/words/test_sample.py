"""The sample catalogue in German: all of it, and nothing that the English one does not have."""

from __future__ import annotations

import pytest
from django.utils import translation

from troth.catalog import browse, sample
from troth.catalog.models import Category, Product, ProductWords
from troth.catalog.sample import words
from troth.catalog.search import search
from troth.catalog.words import missing, phrases

pytestmark = pytest.mark.django_db


def test_the_sample_comes_with_every_word_in_german() -> None:
    sample.load()

    lacking = {
        product.slug: missing.of_product(product, product.words.filter(language="de").first())
        for product in Product.objects.all()
    }

    assert {slug: what for slug, what in lacking.items() if what} == {}
    assert not ProductWords.objects.exclude(missing=0).exists()
    assert not [
        category.slug
        for category in Category.objects.all()
        if missing.of_category(category, category.words.filter(language="de").first())
    ]


def test_it_translates_nothing_that_is_not_there() -> None:
    sample.load()
    told = words.read("de")
    assert told is not None

    assert set(told["products"]) == set(Product.objects.values_list("slug", flat=True))
    assert set(told["categories"]) == set(Category.objects.values_list("slug", flat=True))
    for product in Product.objects.all():
        there, said = phrases.of(product), told["products"][product.slug]
        assert set(said.get("options") or {}) <= set(there.options), product.slug
        assert set(said.get("specifications") or {}) <= set(there.specifications), product.slug


def test_german_shoppers_see_german_shelves_and_find_german_goods() -> None:
    sample.load()

    with translation.override("de"):
        assert "Zellkultur" in [shelf.name for shelf in browse.categories()]
        for product in Product.objects.all():
            page = browse.product(product.slug)
            assert page is not None
            assert page.title != product.title or product.title == product.words.get().title
            assert search(page.title).page.cards[0].slug == product.slug


def test_loading_again_changes_no_words() -> None:
    sample.load()
    ProductWords.objects.filter(product__slug="filter-tips").update(title="Unsere Spitzen")

    sample.load()

    assert ProductWords.objects.get(product__slug="filter-tips").title == "Unsere Spitzen"
