"""A prepared delete takes away what Django would take away, and refuses where something would be left hanging."""

from __future__ import annotations

import pytest

from tests.catalog.counting import statements
from tests.catalog.goods import product, variant
from troth.catalog.models import Product
from troth.orders.models import Basket, BasketLine
from troth.prepared import Deletes

pytestmark = pytest.mark.django_db


def test_the_rows_that_are_named_go_and_no_others() -> None:
    beaker = product("Beaker", variant(500), variant(900, option1="large"))
    mine, other = (Basket.objects.create(token_digest=digest * 64) for digest in "ab")
    for basket in (mine, other):
        for each in beaker.variants.all():
            BasketLine.objects.create(basket=basket, variant=each, quantity=1)
    delete = Deletes(lambda basket: BasketLine.objects.filter(basket=basket), basket=int)
    with statements() as sent:
        assert delete.run(basket=mine.pk) == 2
        assert delete.run(basket=mine.pk) == 0
    assert len(sent) == 2
    assert {line.basket_id for line in BasketLine.objects.all()} == {other.pk}


def test_a_table_that_others_point_at_is_left_to_django() -> None:
    beaker = product("Beaker")
    with pytest.raises(ValueError, match="pointed at"):
        Deletes(lambda pk: Product.objects.filter(pk=pk), pk=int).run(pk=beaker.pk)
    assert Product.objects.filter(pk=beaker.pk).exists()
