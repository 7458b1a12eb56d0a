"""Sizes by colours in one step: each with every other, with one price and one stock to begin with."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.catalog import goods
from tests.office.conftest import Comes
from troth.catalog import combining
from troth.catalog.combining import CannotCombine, Start
from troth.catalog.models import Product, StockMove, Variant

pytestmark = pytest.mark.django_db
TYPED = {"values1": "S\nM\n\n L  x ", "values2": "red\nblue\nred", "price": "19.00", "stock": "5"}


@pytest.fixture
def mia(comes: Comes) -> Client:
    return comes("marketing")


@pytest.fixture
def coat() -> Product:
    made = goods.product(
        "Lab coat", goods.variant(2500, stock=1, option1="S", option2="red", sku="LC-S-R", sort_order=0)
    )
    made.option1_name, made.option2_name = "Size", "Colour"
    made.save()
    return made


def at(product: Product) -> str:
    return f"/office/catalogue/combinations/{product.pk}/"


def shown(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def variants(product: Product) -> list[tuple[str, ...]]:
    return [*Variant.objects.filter(product=product).values_list("option1", "option2", "price", "stock")]


def test_what_is_lacking_is_made_and_what_is_there_stays(mia: Client, coat: Product) -> None:
    answer = mia.post(at(coat), TYPED)
    assert answer.status_code == 302
    assert variants(coat) == [
        ("S", "red", 2500, 1),
        ("S", "blue", 1900, 5),
        ("M", "red", 1900, 5),
        ("M", "blue", 1900, 5),
        ("L x", "red", 1900, 5),
        ("L x", "blue", 1900, 5),
    ]
    coat.refresh_from_db()
    assert (coat.price_from, coat.price_varies) == (1900, True), "lists know of it"
    assert {(move.change, move.left) for move in StockMove.objects.all()} == {(5, 5)}
    assert StockMove.objects.count() == 5
    mia.post(at(coat), TYPED)
    assert len(variants(coat)) == 6


def test_the_form_begins_with_what_the_variants_answer(mia: Client, coat: Product) -> None:
    page = shown(mia.get(at(coat)))
    assert [area.get_text().strip() for area in page.select("textarea")] == ["S", "red"]
    assert page.select_one("[name=price][value='25.00']")
    edit = shown(mia.get(f"/office/snippets/catalog/product/edit/{coat.pk}/"))
    assert edit.select_one(f"a[href='{at(coat)}']")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"price": "a lot"}, "is not a number"),
        ({"price": ""}, "This field is required."),
        ({"price": "-1"}, "below zero"),
        ({"stock": "-1"}, "greater than or equal to 0"),
        ({"values2": " \n "}, "Write at least one value."),
        ({"values2": "x" * 256}, "255 letters at the most"),
        ({"values1": "\n".join(map(str, range(126)))}, "253 variants. 250 are the most"),
        ({"values1": "\n".join(map(str, range(999)))}, "1998 variants. 250 are the most"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(
    mia: Client, coat: Product, typed: dict[str, str], said: str
) -> None:
    answer = mia.post(at(coat), {**TYPED, **typed})
    page = shown(answer)
    assert answer.status_code == 422
    assert said in page.get_text()
    assert page.select_one("[name=stock]")["value"] == {**TYPED, **typed}["stock"]  # type: ignore[index]
    assert len(variants(coat)) == 1


def test_a_product_without_options_says_what_to_do_first(mia: Client) -> None:
    dish = goods.product("Dish", goods.variant(500))
    assert "The product has no options yet." in shown(mia.get(at(dish))).get_text()
    assert "The product has no options yet." in shown(mia.post(at(dish), {"price": "5"})).get_text()
    assert len(variants(dish)) == 1
    assert not shown(mia.get(f"/office/snippets/catalog/product/edit/{dish.pk}/")).select(f"a[href='{at(dish)}']")


def test_options_that_changed_meanwhile_make_nothing(coat: Product) -> None:
    with pytest.raises(CannotCombine, match="look again"):
        combining.combine(coat.pk, (("S", "M"),), Start(1900), None)
    assert len(variants(coat)) == 1


def test_one_that_another_form_makes_at_the_same_moment_is_made_once(
    coat: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form of the product holds no lock: its variant comes in after ours were looked at."""
    monkeypatch.setattr(combining, "_combinations", lambda *_told: [("M", "red", ""), ("S", "red", "")])
    with pytest.raises(CannotCombine, match="look again"):
        combining.combine(coat.pk, (("S", "M"), ("red",)), Start(1900), None)
    assert variants(coat) == [("S", "red", 2500, 1)]


@pytest.mark.parametrize("who", ["order_desk", "bookkeeping"])
def test_whose_job_it_is_not_finds_nothing(comes: Comes, coat: Product, who: str) -> None:
    assert comes(who).post(at(coat), TYPED).status_code == 404
    assert len(variants(coat)) == 1
