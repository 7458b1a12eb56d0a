"""Cards of chosen products: in the order they were chosen in, by one statement for every length of a page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from tests.catalog.goods import product
from troth.catalog import cards
from troth.catalog.models import Product, Status
from troth.catalog.money import Money
from troth.storefront.templatetags.shopfront import kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf() -> list[Product]:
    return [product(f"Flask {place:02}") for place in range(cards.PER_PAGE + 3)]


def keys(products: list[Product]) -> list[int]:
    return [each.pk for each in products]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("many", [1, 7, cards.PER_PAGE])
def test_a_page_of_any_length_is_one_statement(shelf, many, language, django_assert_num_queries):
    chosen = shelf[:many][::-1]
    with translation.override(language), django_assert_num_queries(1):
        shown = cards.by_key(keys(chosen))
    assert [card.title for card in shown] == [each.title for each in chosen]


def test_more_than_a_page_is_shown_whole(shelf):
    assert [card.title for card in cards.by_key(keys(shelf))] == [each.title for each in shelf]


def test_of_nothing_nothing_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert cards.by_key([]) == ()


def test_what_the_shop_does_not_show_is_left_out_wherever_it_stands(shelf):
    for hidden in (shelf[0], shelf[2]):
        Product.objects.filter(pk=hidden.pk).update(status=Status.DRAFT)
    assert [card.title for card in cards.by_key(keys(shelf[:3]))] == [shelf[1].title]


def test_a_card_is_drawn_again_once_anything_on_it_is_another(shelf):
    (card,) = cards.by_key(keys(shelf[:1]))
    dearer = replace(card, price=Money(card.price.amount + 1, card.price.currency))
    drawn = kept("storefront/part/product_card.html", product=card)
    assert kept("storefront/part/product_card.html", product=card) is drawn
    assert card.price.text in drawn
    assert dearer.price.text in kept("storefront/part/product_card.html", product=dearer)
