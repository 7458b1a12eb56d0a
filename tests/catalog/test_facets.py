"""Narrowing a list: what fits, what each further answer would bring, and what is offered to choose at all."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalog.counting import statements
from tests.catalog.goods import category, product, sizes, variant
from troth.catalog import browse
from troth.catalog.facets import magnitude, remembered
from troth.catalog.facets.narrow import Row, narrow
from troth.catalog.facets.shown import Asked, Facet
from troth.catalog.models import Product, Variant
from troth.catalog.search import search
from troth.catalog.shown import CategoryPage, Sort


def shelf(*, asked: Asked = Asked(), sort: Sort = Sort.TITLE) -> CategoryPage:  # noqa: B008  (frozen)
    found = browse.category("glassware", sort=sort, asked=asked)
    assert found is not None
    return found


def titles(page: CategoryPage) -> list[str]:
    return [card.title for card in page.page.cards]


def counts(facet: Facet) -> dict[str, int]:
    return {value.value: value.count for value in facet.values}


def facet(page: CategoryPage, name: str) -> Facet:
    return next(each for each in page.facets.answers if each.name == name)


def answers(*told: str) -> Asked:
    return Asked(answers=frozenset(tuple(each.split(":")) for each in told))  # type: ignore[misc]


@pytest.fixture
def glass(db: None) -> None:
    glass = (category(),)
    flasks = sizes(("50 mL", 900, 4), ("250 mL", 1500, 4))
    product(
        "Flask", *flasks, option1_name="Volume", vendor="Corbel", specifications="Glass: Borosilicate", categories=glass
    )
    product(
        "Beaker",
        *sizes(("250 mL", 700, 0)),
        option1_name="Volume",
        vendor="Ashlar",
        specifications="Glass: Soda lime",
        categories=glass,
    )
    product("Dish", variant(300), vendor="Corbel", specifications="Glass: Borosilicate\nvolume: 1 L", categories=glass)
    product("Tray", variant(99, stock=0), categories=glass)


@pytest.mark.usefixtures("glass")
def test_answers_of_one_question_widen_and_of_two_narrow() -> None:
    assert titles(shelf(asked=answers("Volume:250 mL"))) == ["Beaker", "Flask"]
    assert titles(shelf(asked=answers("Volume:250 mL", "Volume:1 L"))) == ["Beaker", "Dish", "Flask"]
    assert titles(shelf(asked=answers("Volume:250 mL", "Glass:Borosilicate"))) == ["Flask"]


@pytest.mark.usefixtures("glass")
def test_options_and_specifications_of_one_name_are_one_question() -> None:
    assert counts(facet(shelf(), "Volume")) == {"50 mL": 1, "250 mL": 2, "1 L": 1}


@pytest.mark.usefixtures("glass")
def test_the_numbers_say_what_each_answer_would_bring() -> None:
    page = shelf(asked=answers("Glass:Borosilicate"))

    assert counts(facet(page, "Volume")) == {"50 mL": 1, "250 mL": 1, "1 L": 1}
    assert counts(facet(page, "Glass")) == {"Borosilicate": 2, "Soda lime": 1}
    for value, count in counts(facet(page, "Volume")).items():
        assert shelf(asked=answers("Glass:Borosilicate", f"Volume:{value}")).page.total == count


@pytest.mark.usefixtures("glass")
def test_price_maker_and_what_can_be_had() -> None:
    assert titles(shelf(asked=Asked(least=Decimal(12)))) == ["Flask"]  # one of its sizes costs that much
    assert titles(shelf(asked=Asked(most=Decimal("6.99")))) == ["Dish", "Tray"]
    assert titles(shelf(asked=Asked(makers=frozenset({"Ashlar"})))) == ["Beaker"]
    assert titles(shelf(asked=Asked(available=True))) == ["Dish", "Flask"]
    page = shelf()
    assert page.facets.price is not None
    assert (page.facets.price.least.text, page.facets.price.most.text) == ("$0.99", "$15.00")
    assert page.facets.makers is not None
    assert counts(page.facets.makers) == {"Ashlar": 1, "Corbel": 2}
    assert page.facets.available is not None
    assert page.facets.available.count == 2


@pytest.mark.usefixtures("glass")
def test_what_the_list_does_not_know_changes_nothing() -> None:
    page = shelf(asked=Asked(answers=frozenset({("Colour", "red"), ("Volume", "9 L")}), makers=frozenset({"Nobody"})))

    assert page.page.total == 4
    assert not page.facets.asked.anything


@pytest.mark.usefixtures("glass")
def test_several_currencies_have_no_common_price() -> None:
    product("Imported", variant(500, currency="EUR"), categories=tuple(browse.Category.objects.all()))

    page = shelf(asked=Asked(most=Decimal(1)))

    assert page.facets.price is None
    assert page.page.total == 5


@pytest.mark.usefixtures("glass")
def test_a_variant_that_is_not_offered_answers_nothing() -> None:
    flask = Product.objects.get(slug="flask")
    Variant.objects.filter(product=flask, option1="50 mL").update(offered=False)
    Product.objects.get(pk=flask.pk).save()

    assert "50 mL" not in counts(facet(shelf(), "Volume"))


@pytest.mark.usefixtures("glass")
def test_a_category_takes_two_queries_narrowed_or_not() -> None:
    shelf()
    for asked in (Asked(), answers("Volume:250 mL"), Asked(makers=frozenset({"Corbel"}), least=Decimal(1))):
        with statements() as sent:
            shelf(asked=asked)
        assert len(sent) == 2


@pytest.mark.usefixtures("glass")
@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("asked", [Asked(), answers("Volume:250 mL"), Asked(available=True, most=Decimal(9))])
def test_everything_is_narrowed_and_ordered_as_a_category_is(sort: Sort, asked: Asked) -> None:
    with statements() as sent:
        everything = browse.products(sort=sort, asked=asked)

    assert len(sent) == 2
    category = shelf(sort=sort, asked=asked)
    assert (everything.page, everything.facets) == (category.page, category.facets)


@pytest.mark.usefixtures("glass")
def test_what_stands_on_no_shelf_is_found_among_everything() -> None:
    product("Loose part", specifications="Glass: Borosilicate")
    product("Unfinished", specifications="Glass: Borosilicate", status="draft")

    found = browse.products(sort=Sort.TITLE, asked=answers("Glass:Borosilicate"))

    assert [card.title for card in found.page.cards] == ["Dish", "Flask", "Loose part"]


@pytest.mark.usefixtures("glass")
@pytest.mark.parametrize("sort", list(Sort))
def test_a_search_is_narrowed_and_ordered_as_a_category_is(sort: Sort) -> None:
    asked = answers("Glass:Borosilicate")
    with statements() as sent:
        found = search("glassware", sort=sort, asked=asked)

    assert len(sent) == 2
    assert {card.title for card in found.page.cards} == {"Flask", "Dish"}
    assert found.facets.before == 4
    if sort is not Sort.FEATURED:  # where a search puts the best match first
        assert [card.title for card in found.page.cards] == titles(shelf(asked=asked, sort=sort))


@pytest.mark.usefixtures("glass")
@pytest.mark.parametrize("columns", [{"oversell": True}, {"tracked": False}, {"offered": False}, {"stock": 1}, {}])
def test_a_search_calls_available_what_cards_call_available(columns: dict[str, bool | int]) -> None:
    Variant.objects.filter(product__slug="tray").update(**columns)

    cards = {card.title: card.in_stock for card in search("glassware").page.cards}
    available = {card.title for card in search("glassware", asked=Asked(available=True)).page.cards}

    assert available == {title for title, in_stock in cards.items() if in_stock}


def test_a_narrowed_search_that_leaves_nothing_is_not_corrected(db: None) -> None:
    product("Pink beaker", specifications="Glass: A", vendor="One")
    product("Blue beaker", specifications="Glass: B", vendor="Two")

    found = search("beaker", asked=Asked(answers=frozenset({("Glass", "A")}), makers=frozenset({"Two"})))

    assert (found.page.total, found.facets.before, found.instead) == (0, 2, "")


def test_values_stand_in_the_order_of_their_size() -> None:
    values = ["1 L", "50 mL", "Blue", "500 µL", "2,000 mL", "amber", "-20 °C", "4 °C", "1.5 mL"]

    assert sorted(values, key=magnitude.key) == [
        *("500 µL", "1.5 mL", "50 mL", "1 L", "2,000 mL"),
        *("-20 °C", "4 °C", "amber", "Blue"),
    ]


def test_sentences_are_no_answers_and_a_colon_parts_name_from_value() -> None:
    made = Product(title="x", option1_name="Size: outer", specifications=f"Use: {'long ' * 20}\nGlass: A: B")
    made.variants = [Variant(option1="10 mm", offered=True, price=1)]

    assert remembered.read(remembered.written(made)) == (
        ("size outer", "Size outer", ("10 mm",)),
        ("glass", "Glass", ("A: B",)),
    )


def rows() -> st.SearchStrategy[list[Row]]:
    told = st.dictionaries(st.sampled_from(["A", "B", "C"]), st.sets(st.sampled_from("xyz"), min_size=1), max_size=3)
    prices = st.integers(0, 40)
    return st.lists(st.tuples(told, st.sampled_from(["", "m", "n"]), prices, prices, st.booleans()), max_size=14).map(
        lambda made: [
            Row(pk, _line(told), maker, min(a, b), max(a, b), "JPY", can)
            for pk, (told, maker, a, b, can) in enumerate(made)
        ]
    )


def _line(told: dict[str, set[str]]) -> str:
    import json

    return json.dumps([[name, *sorted(values)] for name, values in told.items()])


def asks() -> st.SearchStrategy[Asked]:
    amounts = st.none() | st.integers(0, 40).map(Decimal)
    return st.builds(
        Asked,
        answers=st.frozensets(st.tuples(st.sampled_from(["A", "B", "C"]), st.sampled_from("xyz")), max_size=4),
        makers=st.frozensets(st.sampled_from(["m", "n"])),
        least=amounts,
        most=amounts,
        available=st.booleans(),
    )


@given(rows(), asks())
def test_each_number_is_what_choosing_that_answer_alone_in_its_question_brings(
    listed: Sequence[Row], asked: Asked
) -> None:
    found = narrow(listed, asked)

    for each in found.facets.answers:
        others = frozenset(pair for pair in found.facets.asked.answers if pair[0] != each.name)
        for value in each.values:
            alone = Asked(others | {(each.name, value.value)}, asked.makers, asked.least, asked.most, asked.available)
            assert len(narrow(listed, alone).keys) == value.count


@given(rows(), asks())
def test_narrowing_keeps_the_order_and_adds_nothing(listed: Sequence[Row], asked: Asked) -> None:
    keys = narrow(listed, asked).keys

    assert list(keys) == sorted(keys)
    assert narrow(listed, Asked()).keys == tuple(row.pk for row in listed)
