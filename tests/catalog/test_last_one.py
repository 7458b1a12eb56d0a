"""Many buyers, one left. Real connections and real commits; the second test is the control for the first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from tests.catalog.goods import only_variant, product, variant
from troth.catalog import stock
from troth.catalog.models import Catalogue, Category, Product, Variant

pytestmark = pytest.mark.django_db(transaction=True)
BUYERS = 8


@pytest.fixture(autouse=True)
def _swept() -> object:
    yield
    for model in (Product, Category, Catalogue):
        model.objects.all().delete()


def bought_by(buyers: int, buy: Callable[[], bool]) -> int:
    """How many of them got one, all starting at the same moment, each on a connection of their own."""
    together = threading.Barrier(buyers)

    def one(_buyer: int) -> bool:
        try:
            together.wait(timeout=20)
            return buy()
        finally:
            connection.close()

    with ThreadPoolExecutor(buyers) as crowd:
        return sum(crowd.map(one, range(buyers)))


def test_the_last_one_is_sold_once() -> None:
    tube = only_variant(product("Tube", variant(stock=1)))

    assert bought_by(BUYERS, lambda: stock.reserve(tube.pk, 1)) == 1
    assert Variant.objects.get(pk=tube.pk).stock == 0


def test_as_many_are_sold_as_there_are() -> None:
    tube = only_variant(product("Tube", variant(stock=5)))

    def buy() -> bool:
        with transaction.atomic():
            return stock.reserve(tube.pk, 1)

    assert bought_by(BUYERS, buy) == 5
    assert Variant.objects.get(pk=tube.pk).stock == 0


def test_control_reading_and_then_writing_sells_it_to_everybody() -> None:
    tube = only_variant(product("Tube", variant(stock=1)))
    all_have_read = threading.Barrier(BUYERS)

    def buy() -> bool:
        left = Variant.objects.values_list("stock", flat=True).get(pk=tube.pk)
        all_have_read.wait(timeout=20)
        if left < 1:
            return False
        Variant.objects.filter(pk=tube.pk).update(stock=left - 1)
        return True

    assert bought_by(BUYERS, buy) == BUYERS
