"""Buyers and staff at once, in a shop with two locations. Real connections and real commits; each with its control."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from tests.catalog.goods import only_variant, product, variant
from tests.catalog.test_last_one import BUYERS, bought_by
from troth.catalog import stock
from troth.catalog.locations import levels, moving, opening, taking
from troth.catalog.locations.moving import NotThere, Transfer
from troth.catalog.models import Catalogue, Category, Location, LocationStock, MovedFor, Product, StockMove, Variant

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _swept() -> object:
    yield
    for model in (StockMove, LocationStock, Product, Category, Catalogue, Location):
        model.objects.all().delete()


def two_places(here: int, there: int) -> tuple[Variant, Location]:
    tube = only_variant(product("Tube", variant(stock=here)))
    harbour = opening.open_location(opening.Told(code="harbour", name="Harbour", priority=1))
    if there:
        moving.adjust(tube.pk, harbour, there, MovedFor.ARRIVED, None)
    tube.refresh_from_db()
    return tube, harbour


def buy(tube: Variant) -> bool:
    with transaction.atomic():
        return stock.reserve(tube.pk, 1)


def test_as_many_are_sold_as_lie_in_both_places_together() -> None:
    tube, _harbour = two_places(2, 3)

    assert bought_by(BUYERS, lambda: buy(tube)) == 5

    assert Variant.objects.get(pk=tube.pk).stock == 0
    assert LocationStock.objects.aggregate(many=Sum("quantity"))["many"] == 0


def test_a_move_during_a_sale_loses_and_makes_nothing() -> None:
    tube, harbour = two_places(4, 4)
    main = Location.objects.get(main=True)
    turns = iter(range(BUYERS))

    def one() -> bool:
        if next(turns) % 2:
            return buy(tube)
        try:
            moving.transfer(Transfer(tube.pk, harbour, main, 2), None)
        except NotThere:
            return False
        return False

    sold = bought_by(BUYERS, one)

    tube.refresh_from_db()
    there = levels.elsewhere([tube.pk]).get(tube.pk, {}).get(harbour.pk, 0)
    assert tube.stock == 8 - sold
    assert 0 <= there <= tube.stock


def test_control_deciding_from_where_before_the_stock_is_held_sends_the_same_piece_twice() -> None:
    """What `reserve_all` would be with the parts in the other order: the buyers all read the same shelf."""
    tube, harbour = two_places(BUYERS, 1)
    Location.objects.filter(main=True).update(priority=9)
    all_have_read = threading.Barrier(BUYERS)
    seen: list[int] = []

    def one() -> bool:
        there = levels.elsewhere([tube.pk])[tube.pk].get(harbour.pk, 0)
        all_have_read.wait(timeout=20)
        seen.append(there)
        try:
            LocationStock.objects.filter(location=harbour).update(quantity=there - 1)
        except IntegrityError:
            return False
        return True

    assert bought_by(BUYERS, one) == BUYERS  # each of them believes to have the one piece
    assert seen == [1] * BUYERS


def test_control_without_taking_from_the_place_its_shelf_is_sold_on_and_on(monkeypatch: pytest.MonkeyPatch) -> None:
    tube, harbour = two_places(0, 3)
    monkeypatch.setattr(taking, "take", lambda taken: {})

    assert bought_by(BUYERS, lambda: buy(tube)) == 3

    assert levels.elsewhere([tube.pk])[tube.pk] == {harbour.pk: 3}  # the sum says 0, the shelf 3
