"""What pages show of the catalogue in another language: its words where there are some, else the first language's."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from tests.catalog import goods
from tests.catalog.counting import statements
from tests.catalog.words import german
from troth.catalog import browse, structured
from troth.catalog.beside import works_with
from troth.catalog.facets.shown import Asked
from troth.catalog.models import CategoryWords, ProductWords
from troth.catalog.shown import ProductShown, Sort

pytestmark = pytest.mark.django_db


def shown(slug: str) -> ProductShown:
    page = browse.product(slug)
    assert page is not None
    return page


def test_a_product_page_is_in_the_language_of_its_address() -> None:
    german.beaker(german.glassware())

    with translation.override("de"):
        page = shown("beaker")

    assert (page.title, page.blurb, page.description) == ("Becherglas", "Gießt sauber.", "<p>Mit Ausguss.</p>")
    assert [(option.name, option.values) for option in page.options] == [("Volumen", ("50 mL, klar", "250 mL, braun"))]
    assert [variant.title for variant in page.variants] == ["50 mL, klar", "250 mL, braun"]
    assert [(row.name, row.value) for row in page.specifications] == [("Werkstoff", "Glas"), ("Dampf", "Ja, 121 °C")]
    assert page.pictures[0].alt == "Ein Becherglas mit Ausguss."
    assert [(crumb.name, crumb.path) for crumb in page.crumbs][1] == ("Glasgeräte", "/de/categories/glassware/")
    assert (page.seo_title, page.seo_description) == ("Becherglas kaufen", "Gießt sauber.")


def test_the_first_language_stays_as_it_is() -> None:
    german.beaker(german.glassware())

    page = shown("beaker")

    assert (page.title, page.options[0].name, page.specifications[0].name) == ("Beaker", "Volume", "Material")
    assert (page.crumbs[1].name, page.pictures[0].alt) == ("Glassware", "A beaker with a spout.")
    assert page.seo_title == "Buy a beaker"


def test_field_by_field_what_is_missing_is_told_in_the_first_language() -> None:
    german.flask()
    german.tube()

    with translation.override("de"):
        assert (shown("flask").title, shown("flask").blurb) == ("Kolben", "Round.")
        assert (shown("tube").title, shown("tube").blurb) == ("Tube", "Long.")


def test_a_title_in_this_language_comes_before_a_search_engines_title_in_another() -> None:
    beaker = german.beaker()
    ProductWords.objects.filter(product=beaker).update(seo_title="")

    with translation.override("de"):
        assert shown("beaker").seo_title == "Becherglas"


def test_a_language_nobody_speaks_here_is_the_first() -> None:
    german.beaker()

    with translation.override("en-us"):
        assert shown("beaker").title == "Beaker"
    with translation.override("fr"):
        assert shown("beaker").title == "Beaker"


def test_cards_lists_and_neighbours_are_in_the_language_of_the_page() -> None:
    shelf = german.glassware()
    beaker, flask, tube = german.beaker(shelf), german.flask(shelf), german.tube(shelf)
    german.accessory(beaker, flask)

    with translation.override("de"):
        page = browse.category("glassware")
        assert page is not None
        assert (page.name, page.blurb, page.seo_title) == ("Glasgeräte", "Borosilikatglas.", "Glasgeräte")
        assert [card.title for card in page.page.cards] == ["Becherglas", "Kolben", "Tube"]
        assert page.page.cards[0].picture.alt == "Ein Becherglas mit Ausguss."
        assert [card.title for card in browse.featured()] == ["Becherglas", "Kolben"]
        assert [(shelf.name, shelf.picture.alt) for shelf in browse.categories()] == [
            ("Glasgeräte", "Ein Becherglas mit Ausguss.")
        ]
        assert [card.title for card in shown("beaker").accessories] == ["Kolben"]
        assert [card.title for card in works_with([beaker.pk])] == ["Kolben"]
        assert [card.title for card in shown("tube").related] == ["Becherglas", "Kolben"]
    assert tube.title == "Tube"


def test_an_empty_shelf_has_its_name_in_this_language() -> None:
    german.glassware()

    with translation.override("de"):
        page = browse.category("glassware")

    assert page is not None
    assert page.name == "Glasgeräte"


def test_a_product_on_two_shelves_stands_once_on_each_under_its_own_name() -> None:
    shelf, other = german.glassware(), goods.category("Plastics")
    CategoryWords.objects.create(category=other, language="de", name="Kunststoff")
    made = german.beaker(shelf)
    made.categories = [shelf, other]
    made.save()

    with translation.override("de"):
        pages = [browse.category("glassware"), browse.category("plastics")]

    assert [(page.name, page.page.total) for page in pages if page] == [("Glasgeräte", 1), ("Kunststoff", 1)]


def test_lists_by_name_are_sorted_by_the_name_that_is_shown() -> None:
    shelf = german.glassware()
    german.beaker(shelf)
    german.flask(shelf)
    made = german.tube(shelf)
    ProductWords.objects.create(product=made, language="de", title="Ampulle")

    with translation.override("de"):
        page = browse.category("glassware", sort=Sort.TITLE)
        assert page is not None
        assert [card.title for card in page.page.cards] == ["Ampulle", "Becherglas", "Kolben"]
        assert [card.title for card in browse.products(sort=Sort.TITLE).page.cards] == [
            "Ampulle",
            "Becherglas",
            "Kolben",
        ]


def test_a_list_is_narrowed_by_answers_in_this_language() -> None:
    german.beaker()
    german.tube()

    with translation.override("de"):
        found = browse.products(asked=Asked(answers=frozenset({("Werkstoff", "Glas")})))
        lost = browse.products(asked=Asked(answers=frozenset({("Material", "Glass")})))

    assert [card.title for card in found.page.cards] == ["Becherglas"]
    assert lost.page.total == 2  # the words of another language mean nothing here


def test_structured_data_tells_what_the_page_tells() -> None:
    german.beaker(german.glassware())

    with translation.override("de"):
        told = structured.product(shown("beaker"), "https://shop.example")["@graph"][0]

    assert (told["name"], told["category"]) == ("Becherglas", "Glasgeräte")
    assert told["url"] == "https://shop.example/de/products/beaker/"
    assert told["additionalProperty"][0]["name"] == "Werkstoff"


PAGES = {
    "home": browse.home,
    "category": lambda: browse.category("glassware"),
    "products": browse.products,
    "product": lambda: browse.product("beaker"),
}


@pytest.mark.parametrize("which", PAGES)
def test_another_language_costs_no_statement_more_and_the_first_one_nothing(which: str) -> None:
    shelf = german.glassware()
    german.beaker(shelf)
    german.flask(shelf)

    with statements() as first:
        PAGES[which]()
    with translation.override("de"), statements() as other:
        PAGES[which]()

    assert len(other) == len(first) <= 3
    assert not [sql for sql in first if re.search(r"catalog_(product|category)words", sql)]
    assert [sql for sql in other if "catalog_productwords" in sql]
