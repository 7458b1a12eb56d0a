"""Another main location: nothing moves, whatever is bought, counted or brought at the same moment."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections, transaction

from tests.catalog.goods import only_variant, product, variant
from tests.catalog.test_last_one import BUYERS
from tests.catalog.test_locations import OLGA, brought, lies, main, second, thing
from troth.catalog import stock
from troth.catalog.locations import moving, opening, swapping
from troth.catalog.models import Catalogue, Category, Location, LocationStock, MovedFor, Product, StockMove, Variant
from troth.catalog.stock import Back

pytestmark = pytest.mark.django_db


def test_what_lies_where_and_what_is_for_sale_stays_as_it_is() -> None:
    one, two, harbour, cellar = thing("One"), thing("Two", left=0), second(), second("cellar", ships=False)
    brought(one, harbour, 4)
    brought(one, cellar, 3)
    before = lies(one), lies(two)

    swapping.make_main(harbour)

    assert main() == harbour
    assert (lies(one), lies(two)) == before
    assert not LocationStock.objects.filter(location=harbour).exists()
    assert {move.why for move in StockMove.objects.all()} == {MovedFor.ARRIVED}
    swapping.make_main(Location.objects.get(name="Main location"))
    assert (lies(one), lies(two)) == before


def test_done_twice_the_second_changes_nothing() -> None:
    one, harbour = thing(), second()
    brought(one, harbour, 4)
    swapping.make_main(harbour)
    before = lies(one)
    swapping.make_main(harbour)
    assert lies(one) == before


def test_one_that_sends_nothing_cannot_be_it() -> None:
    cellar = second("cellar", ships=False)
    with pytest.raises(opening.NotPossible, match="sends nothing"):
        swapping.make_main(cellar)
    assert main() != cellar


def test_what_is_owed_the_new_one_owes() -> None:
    one, harbour = thing(left=1, oversell=True), second()
    brought(one, harbour, 2)
    stock.reserve_all({one.pk: 6})
    owed = lies(one)["for sale"]
    swapping.make_main(harbour)
    assert lies(one) == {"Main location": 0, "Harbour": owed, "for sale": owed}


def test_what_was_taken_goes_back_to_where_it_came_from() -> None:
    one, harbour = thing(left=5), second()
    brought(one, harbour, 5)
    former = main()
    stock.reserve_all({one.pk: 2})
    swapping.make_main(harbour)
    stock.give_back([Back(one.pk, 2, former.pk)])
    assert lies(one) == {"Main location": 5, "Harbour": 5, "for sale": 10}


def test_a_place_that_was_looked_at_before_is_taken_for_what_it_is_now() -> None:
    """A form or a program that was opened while the other one was the main one."""
    one, harbour = thing(left=5), second()
    brought(one, harbour, 5)
    former, harbour = main(), Location.objects.get(pk=harbour.pk)
    swapping.make_main(harbour)
    moving.adjust(one.pk, former, 3, MovedFor.ARRIVED, OLGA)
    moving.adjust(one.pk, harbour, -1, MovedFor.LOST, OLGA)
    moving.transfer(moving.Transfer(one.pk, former, harbour, 2), OLGA)
    assert lies(one) == {"Main location": 6, "Harbour": 6, "for sale": 12}


# -- at once


@pytest.fixture
def swept() -> object:
    yield
    for model in (StockMove, LocationStock, Product, Category, Catalogue, Location):
        model.objects.all().delete()


def _bought_and_swapped(one: Variant, places: list[Location], swap: Callable[[Location], object]) -> Counter[int]:
    """Everybody buys one piece while the main location changes to and fro: from where each was taken."""
    start, taken = threading.Barrier(BUYERS + 1), Counter[int]()

    def buy() -> None:
        start.wait(timeout=20)
        try:
            with transaction.atomic():
                shares = stock.reserve_all({one.pk: 1})
            taken[shares[one.pk][0].location] += 1
        except stock.SoldOut:
            pass
        finally:
            connections.close_all()

    def to_and_fro() -> None:
        start.wait(timeout=20)
        for place in places * 2:
            swap(place)
        connections.close_all()

    crowd = [threading.Thread(target=buy) for _buyer in range(BUYERS)] + [threading.Thread(target=to_and_fro)]
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    return taken


def _two_places(here: int, there: int) -> tuple[Variant, Location, Location]:
    tube = only_variant(product("Tube", variant(stock=here)))
    harbour = second(priority=1)
    moving.adjust(tube.pk, harbour, there, MovedFor.ARRIVED, None)
    tube.refresh_from_db()
    return tube, main(), harbour


def _left(one: Variant, *places: Location) -> list[int]:
    one.refresh_from_db()
    return [moving.at(one, Location.objects.get(pk=place.pk)) for place in places]


@pytest.mark.usefixtures("swept")
@pytest.mark.django_db(transaction=True)
def test_pieces_sold_meanwhile_are_missing_exactly_where_they_were_taken() -> None:
    tube, here, there = _two_places(4, 5)
    taken = _bought_and_swapped(tube, [there, here, there], swapping.make_main)
    assert sum(taken.values()) == min(BUYERS, 9)
    assert _left(tube, here, there) == [4 - taken[here.pk], 5 - taken[there.pk]]


@pytest.mark.usefixtures("swept")
@pytest.mark.django_db(transaction=True)
def test_control_numbers_read_before_the_goods_are_held_bring_back_what_was_sold() -> None:
    tube, here, there = _two_places(4, 5)
    read = threading.Event()
    sold = threading.Event()

    def careless(new: Location) -> None:
        rows: dict[int, int] = {here.pk: _left(tube, here)[0]}
        read.set()
        sold.wait(timeout=20)
        with transaction.atomic():
            LocationStock.objects.filter(location=new).delete()
            LocationStock.objects.create(variant=tube, location=here, quantity=rows[here.pk])
            Location.objects.filter(pk=here.pk).update(main=False)
            Location.objects.filter(pk=new.pk).update(main=True)
        connections.close_all()

    swap = threading.Thread(target=careless, args=(there,))
    swap.start()
    read.wait(timeout=20)
    taken: Any = stock.reserve_all({tube.pk: 1})[tube.pk][0].location
    sold.set()
    swap.join()
    assert taken == here.pk
    assert _left(tube, here, there) == [4, 4]  # the piece taken here is still here, and one there is gone
