"""Goods in several places: what is for sale, from where it is taken, and where it goes back to."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.catalog.counting import statements
from tests.catalog.goods import only_variant, product, variant
from troth.catalog import browse, stock
from troth.catalog.locations import levels, moving, opening
from troth.catalog.locations.moving import NotThere, Transfer
from troth.catalog.locations.opening import Told
from troth.catalog.locations.shares import Share, share_out
from troth.catalog.models import Location, LocationStock, MovedFor, StockMove, Variant
from troth.catalog.stock import Back

pytestmark = pytest.mark.django_db
OLGA = 501


def thing(title: str = "Tube", *, left: int = 10, **columns: object) -> Variant:
    return only_variant(product(title, variant(stock=left, **columns)))


def second(code: str = "harbour", **columns: object) -> Location:
    return opening.open_location(Told(code=code, name=code.title(), **columns))  # type: ignore[arg-type]


def main() -> Location:
    return Location.objects.get(main=True)


def brought(one: Variant, place: Location, many: int) -> None:
    """So many more of it, at that place."""
    moving.adjust(one.pk, place, many, MovedFor.ARRIVED, OLGA)


def lies(one: Variant) -> dict[str, int]:
    """Everything of a variant by the names of places, and "for sale"."""
    one.refresh_from_db()
    told = {place.name: moving.at(one, place) for place in Location.objects.all()}
    return {**told, "for sale": one.stock}


def shares(one: Variant, many: int) -> dict[str, int]:
    taken = stock.reserve_all({one.pk: many})
    return {Location.objects.get(pk=share.location).name: share.quantity for share in taken[one.pk]}


# -- one location: as if there were none


def test_a_shop_with_one_location_asks_for_none_and_remembers_none() -> None:
    one, two = thing("One"), thing("Two")
    with statements() as sent:
        assert stock.reserve_all({one.pk: 1, two.pk: 1}) == {}
        stock.release_all({one.pk: 1, two.pk: 1})
    assert len([sql for sql in sent if not sql.startswith(("SAVEPOINT", "RELEASE"))]) == 8  # change and look, each time
    assert not any(sql.startswith(("INSERT", "UPDATE")) and "location" in sql for sql in sent)


# -- opening a second one


def test_with_the_second_location_the_first_gets_a_name_and_nothing_moves() -> None:
    one = thing(left=7)
    harbour = second()

    assert [place.main for place in Location.objects.all()] == [True, False]
    assert lies(one) == {"Main location": 7, "Harbour": 0, "for sale": 7}
    opening.close_location(harbour)
    assert not Location.objects.exists()
    assert not levels.several()


def test_a_location_that_holds_something_is_not_closed() -> None:
    one, harbour = thing(), second()
    brought(one, harbour, 1)

    with pytest.raises(opening.NotPossible, match="Something lies there"):
        opening.close_location(harbour)
    with pytest.raises(opening.NotPossible, match="stays as long"):
        opening.close_location(main())


def test_what_lies_where_nothing_is_sent_from_is_not_for_sale() -> None:
    one, cellar = thing(left=2), second("cellar", ships=False)
    brought(one, cellar, 5)
    assert lies(one) == {"Main location": 2, "Cellar": 5, "for sale": 2}
    assert not stock.reserve(one.pk, 3)

    opening.change_location(cellar, Told(code="cellar", name="Cellar", ships=True))
    assert lies(one)["for sale"] == 7
    assert stock.reserve(one.pk, 3)

    opening.change_location(Location.objects.get(code="cellar"), Told(code="cellar", name="Cellar", ships=False))
    assert lies(one) == {"Main location": 2, "Cellar": 2, "for sale": 2}


# -- moving and counting


def test_a_move_changes_what_lies_where_and_not_what_is_for_sale() -> None:
    one, harbour = thing(left=10), second()

    moving.transfer(Transfer(one.pk, main(), harbour, 4), OLGA)

    assert lies(one) == {"Main location": 6, "Harbour": 4, "for sale": 10}
    there, here = StockMove.objects.all()
    assert (here.change, here.left, there.change, there.left) == (-4, 6, 4, 4)
    assert here.pair == there.pair
    assert {here.by, there.by} == {OLGA}
    assert {here.why, there.why} == {MovedFor.MOVED}


def test_no_more_is_moved_than_lies_there() -> None:
    one, harbour = thing(left=3), second()
    brought(one, harbour, 2)

    for source, target in ((main(), harbour), (harbour, main())):
        with pytest.raises(NotThere):
            moving.transfer(Transfer(one.pk, source, target, 4), OLGA)
    assert lies(one) == {"Main location": 3, "Harbour": 2, "for sale": 5}
    assert StockMove.objects.count() == 1


@pytest.mark.parametrize(("source", "target"), [("main", "main"), ("main", "harbour")])
def test_a_move_of_nothing_or_to_nowhere_is_no_move(source: str, target: str) -> None:
    one, places = thing(), {"harbour": second(), "main": main()}
    with pytest.raises(ValueError, match="nothing would move"):
        moving.transfer(Transfer(one.pk, places[source], places[target], 0 if source != target else 1), OLGA)


def test_a_count_is_a_difference_with_a_reason_and_who_counted() -> None:
    one = thing(left=10)
    moving.adjust(one.pk, None, -2, MovedFor.BROKEN, OLGA)

    (line,) = StockMove.objects.all()
    assert (line.change, line.left, line.why, line.by, line.location) == (-2, 8, MovedFor.BROKEN, OLGA, None)
    with pytest.raises(NotThere, match="Only 8 are left there by now"):
        moving.adjust(one.pk, None, -9, MovedFor.COUNTED, OLGA)


def test_counting_something_out_is_on_the_pages_at_once() -> None:
    one = thing(left=1)
    moving.adjust(one.pk, None, -1, MovedFor.LOST, OLGA)
    page = browse.product("tube")
    assert page is not None
    assert page.chosen.stock_words == "Sold out"


# -- from where an order is taken


def test_one_place_that_has_all_of_an_order_sends_it() -> None:
    one, two = thing("One", left=1), thing("Two", left=5)
    harbour = second(priority=9)
    brought(one, harbour, 2)
    brought(two, harbour, 2)

    taken = stock.reserve_all({one.pk: 2, two.pk: 1})

    assert taken == {one.pk: (Share(harbour.pk, 2),), two.pk: (Share(harbour.pk, 1),)}
    assert lies(one) == {"Main location": 1, "Harbour": 0, "for sale": 1}
    assert lies(two) == {"Main location": 5, "Harbour": 1, "for sale": 6}


def test_the_shops_order_decides_between_places_that_could() -> None:
    one, harbour = thing(left=5), second(priority=9)
    brought(one, harbour, 5)
    assert shares(one, 1) == {"Main location": 1}
    Location.objects.filter(main=True).update(priority=10)
    assert shares(one, 1) == {"Harbour": 1}


def test_what_no_place_has_whole_is_split() -> None:
    one, harbour = thing(left=2), second(priority=1)
    brought(one, harbour, 3)
    assert shares(one, 4) == {"Main location": 2, "Harbour": 2}
    assert lies(one) == {"Main location": 0, "Harbour": 1, "for sale": 1}


def test_what_is_made_to_order_is_owed_by_the_main_location() -> None:
    one, harbour = thing(left=1, oversell=True), second(priority=1)
    brought(one, harbour, 1)
    assert shares(one, 5) == {"Main location": 4, "Harbour": 1}
    assert lies(one) == {"Main location": -3, "Harbour": 0, "for sale": -3}


def test_what_is_not_counted_lies_nowhere() -> None:
    one, _harbour = thing(tracked=False), second()
    assert stock.reserve_all({one.pk: 3}) == {}


def test_more_than_all_places_have_together_is_not_sold() -> None:
    one, harbour = thing(left=2), second()
    brought(one, harbour, 2)
    with pytest.raises(stock.SoldOut):
        stock.reserve_all({one.pk: 5})
    assert lies(one) == {"Main location": 2, "Harbour": 2, "for sale": 4}


# -- giving back


def test_what_is_given_back_goes_to_where_it_came_from() -> None:
    one, harbour = thing(left=0), second()
    brought(one, harbour, 3)
    stock.reserve_all({one.pk: 3})

    stock.give_back([Back(one.pk, 2, harbour.pk), Back(one.pk, 1)])

    assert lies(one) == {"Main location": 1, "Harbour": 2, "for sale": 3}


def test_a_location_that_sends_no_longer_has_it_back_all_the_same() -> None:
    one, harbour = thing(left=0), second()
    brought(one, harbour, 3)
    stock.reserve_all({one.pk: 3})
    opening.change_location(harbour, Told(code="harbour", name="Harbour", ships=False))

    stock.give_back([Back(one.pk, 3, harbour.pk)])

    assert lies(one) == {"Main location": 0, "Harbour": 3, "for sale": 0}


def test_what_came_from_a_place_that_is_gone_lies_at_the_main_one() -> None:
    one, harbour = thing(left=0), second()
    brought(one, harbour, 1)
    stock.reserve_all({one.pk: 1})
    opening.close_location(harbour)

    stock.give_back([Back(one.pk, 1, harbour.pk)])

    one.refresh_from_db()
    assert one.stock == 1
    assert not LocationStock.objects.exists()


# -- the rule itself

_PLACES = (1, 2, 3)


@st.composite
def asks(draw: st.DrawFn) -> tuple[dict[int, int], dict[int, dict[int, int]]]:
    wanted = draw(st.dictionaries(st.integers(1, 4), st.integers(1, 6), min_size=1))
    there = {line: draw(st.fixed_dictionaries({place: st.integers(0, 6) for place in _PLACES})) for line in wanted}
    return wanted, there


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(asks())
def test_every_piece_comes_from_somewhere_and_none_from_where_it_is_not(
    asked: tuple[dict[int, int], dict[int, dict[int, int]]],
) -> None:
    wanted, there = asked
    shared = share_out(wanted, there, _PLACES, main=1)
    for line, quantity in wanted.items():
        told = {share.location: share.quantity for share in shared[line]}
        assert sum(told.values()) == quantity
        assert all(many > 0 for many in told.values())
        if sum(there[line].values()) >= quantity:
            assert all(many <= there[line][place] for place, many in told.items())
    whole = [place for place in _PLACES if all(there[line][place] >= many for line, many in wanted.items())]
    if whole:
        assert {share.location for parts in shared.values() for share in parts} == {whole[0]}
