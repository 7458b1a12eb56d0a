"""A category that gets another name: its products are found by that one from then on, and by the former one no more."""

from __future__ import annotations

import pytest
from django.utils import translation

from tests.catalog import goods
from tests.catalog.counting import statements
from troth.catalog import on_shelf
from troth.catalog.models import Category, CategoryWords, Product, ProductWords
from troth.catalog.search import search

pytestmark = pytest.mark.django_db


@pytest.fixture
def glass() -> Category:
    shelf = goods.category("Glassware")
    for title in ("Beaker", "Flask"):
        made = goods.product(title, categories=(shelf,))
        ProductWords.objects.create(product=made, language="de", title=f"{title} auf Deutsch")
    goods.product("Pipette", categories=(goods.category("Pipetting"),))
    CategoryWords.objects.create(category=shelf, language="de", name="Glasgeraete")
    return shelf


def found(words: str, language: str = "en") -> set[str]:
    with translation.override(language):
        return {card.slug for card in search(words).page.cards}


def renamed(shelf: Category, name: str) -> None:
    shelf.name = name
    shelf.save()


def test_its_products_are_found_by_the_new_name_and_not_by_the_old_one(glass: Category) -> None:
    assert found("glassware") == {"beaker", "flask"}
    renamed(glass, "Borosilicate")
    assert found("borosilicate") == {"beaker", "flask"}
    assert found("glassware") == set()


def test_control_without_that_they_are_found_by_the_old_one(glass: Category, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_shelf, "index_again", lambda products: None)
    renamed(glass, "Borosilicate")
    assert found("borosilicate") == set()


def test_so_are_those_of_a_category_without_words_in_another_language(glass: Category) -> None:
    glass.words.get().delete()
    assert found("glassware", "de") == {"beaker", "flask"}
    renamed(glass, "Borosilicate")
    assert found("borosilicate", "de") == {"beaker", "flask"}
    assert found("glassware", "de") == set()


def test_another_name_in_another_language_counts_there(glass: Category) -> None:
    assert found("glasgeraete", "de") == {"beaker", "flask"}
    words = glass.words.get()
    words.name = "Laborglas"
    words.save()
    assert found("laborglas", "de") == {"beaker", "flask"}
    assert found("glasgeraete", "de") == set()
    words.delete()
    assert found("laborglas", "de") == set()


def test_a_category_that_is_gone_leads_nowhere(glass: Category) -> None:
    glass.delete()
    assert found("glassware") == set()
    assert found("beaker") == {"beaker"}


def test_whatever_else_is_saved_indexes_nothing_again(glass: Category, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_shelf, "index_again", lambda products: pytest.fail("the name is the same"))
    glass.blurb = "Borosilicate, mostly."
    glass.save()
    assert Product.objects.filter(categories=glass).count() == 2


def test_a_long_shelf_takes_a_few_statements(glass: Category) -> None:
    with statements() as two:
        renamed(glass, "Borosilicate")
    for number in range(40):
        goods.product(f"Jar {number}", categories=(glass,))
    with statements() as many:
        renamed(glass, "Glass again")
    assert len(many) <= len(two) + 4
