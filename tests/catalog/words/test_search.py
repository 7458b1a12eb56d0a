"""Search in another language: by its words, by the first language's, and by article numbers."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.utils import translation
from wagtail.search.models import IndexEntry

from tests.catalog import goods
from tests.catalog.counting import statements
from tests.catalog.words import german
from troth.catalog.models import Product, ProductWords, Status
from troth.catalog.search import search
from troth.catalog.shown import Sort

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelves() -> None:
    shelf = german.glassware()
    german.beaker(shelf)
    german.flask(shelf)
    german.tube()
    plate = goods.product("Well plate", specifications="Base: Coated for large cells")
    ProductWords.objects.create(
        product=plate,
        language="de",
        title="Große Zellkulturplatte",
        description="<p>Für Röhrchen aus den Gehäusen.</p>",
        specifications={"Base": "Boden", "Coated for large cells": "Beschichtet"},
    )
    draft = goods.product("Secret flask", status=Status.DRAFT)
    ProductWords.objects.create(product=draft, language="de", title="Geheimer Kolben")


def found(text: str, language: str = "de") -> list[str]:
    with translation.override(language):
        return [card.title for card in search(text).page.cards]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("becherglas", "Becherglas"),
        ("Bechergläser", "Becherglas"),
        ("becherglaeser", "Becherglas"),
        ("krug", "Becherglas"),
        ("ausguss", "Becherglas"),
        ("volumen braun", "Becherglas"),
        ("werkstoff glas", "Becherglas"),
        ("kolben", "Kolben"),
        ("glasgeräten kolben", "Kolben"),
        ("zellkulturplatten", "Große Zellkulturplatte"),
        ("GROSSE ZELLKULTURPLATTE", "Große Zellkulturplatte"),
        ("roehrchen", "Große Zellkulturplatte"),
        ("gehäuse", "Große Zellkulturplatte"),
        ("beaker", "Becherglas"),
        ("beakers", "Becherglas"),
        ("pours well", "Becherglas"),
        ("tube", "Tube"),
        ("ct-15", "Tube"),
        ("geheimer", ""),
    ],
)
def test_german_words_english_names_and_numbers_find_the_goods(text: str, title: str) -> None:
    assert found(text)[:1] == ([title] if title else [])


def test_german_words_find_nothing_in_the_english_shop() -> None:
    assert found("becherglas", "en") == []
    assert found("beaker", "en") == ["Beaker"]


def test_a_product_is_found_once_however_many_of_its_languages_fit() -> None:
    with translation.override("de"):
        assert search("round").page.total == 1  # "Round." is in the entry of either language


def test_a_slip_of_the_finger_is_mended_by_the_words_of_the_language() -> None:
    with translation.override("de"):
        result = search("bechreglas")

    assert ([card.title for card in result.page.cards], result.instead) == (["Becherglas"], "becherglas")


def test_results_are_sorted_and_narrowed_by_what_is_shown() -> None:
    with translation.override("de"):
        result = search("kolben becherglas zellkulturplatte", sort=Sort.TITLE)

    assert result.loosely
    assert [card.title for card in result.page.cards] == ["Becherglas", "Große Zellkulturplatte", "Kolben"]
    assert {facet.name for facet in result.facets.answers} <= {"Volumen", "Werkstoff", "Dampf", "Boden"}


def test_new_words_are_found_at_once_and_former_ones_no_more() -> None:
    words = ProductWords.objects.get(title="Kolben")
    words.title = "Rundkolben"
    words.save()

    assert found("rundkolben") == ["Rundkolben"]
    words.delete()
    assert found("rundkolben") == []


def test_a_change_of_the_product_is_found_in_the_other_language_too() -> None:
    flask = Product.objects.get(slug="flask")
    flask.vendor = "Lakeside"
    flask.save()

    with translation.override("de"):
        result = search("lakeside kolben")
    assert [card.title for card in result.page.cards] == ["Kolben"]
    assert not result.loosely


def test_nothing_stays_in_the_index_of_a_product_that_is_gone() -> None:
    before = IndexEntry.objects.count()

    Product.objects.get(slug="flask").delete()

    assert IndexEntry.objects.count() == before - 2


def test_the_first_language_asks_what_it_always_asked() -> None:
    search("beaker")  # what a kind of thing is called is asked once a process
    with statements() as first:
        search("beaker")
    with translation.override("de"):
        search("becherglas")
        with statements() as other:
            search("becherglas")

    assert len(first) == len(other) == 2
    assert not [sql for sql in first if re.search("catalog_productwords", sql)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has rules for languages")
def test_postgresql_reads_german_by_the_rules_of_german() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT body @@ to_tsquery('german', 'gehäuse') FROM wagtailsearch_indexentry WHERE object_id = %s"
            " AND content_type_id = (SELECT id FROM django_content_type WHERE model = 'productwords')",
            [str(ProductWords.objects.get(title="Große Zellkulturplatte").pk)],
        )
        assert cursor.fetchone() == (True,)
