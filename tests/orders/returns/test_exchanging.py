"""A replacement for what came back: sent as a parcel of the same order, and nobody pays twice."""

from __future__ import annotations

import pytest

from tests.catalog.goods import product, variant
from tests.orders.buying import tube, works_at_the_desk
from tests.orders.returns.sent_back import all_of, delivered, here, line, state
from troth import gate
from troth.catalog.models import Variant
from troth.orders import desk, left
from troth.orders.errors import CostsMore, NotEnoughLeft, NotPossible
from troth.orders.models import Order, Refund, ReturnLine
from troth.orders.models.returning import BackFor, Wish
from troth.orders.returns import ask, decide, exchange, pay, receive, shown
from troth.orders.returns.ask import Asked, Back
from troth.orders.returns.states import Returning
from troth.orders.states import Status

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture
def olga(db: None) -> gate.Actor:
    return works_at_the_desk()


def fresh(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


def two_sizes() -> tuple[Variant, Variant]:
    """Small costs 800, large 1000."""
    made = product("Flask", variant(1000, stock=10, sku="LARGE", option1="Large"))
    small = Variant.objects.create(
        product=made, sku="SMALL", option1="Small", price=800, stock=10, tracked=True, currency="USD", sort_order=2
    )
    return made.variants.get(sku="LARGE"), small


def returned(ref: object) -> int:
    return int(ReturnLine.objects.get(request__public_id=ref).pk)


def test_the_same_thing_is_sent_once_more_without_payment(olga: gate.Actor) -> None:
    flask = tube(title="Flask", stock=10)
    order = delivered(olga, (flask, 3))
    ref = here(order, olga, 2, Wish.EXCHANGE)
    exchange.exchange(ref, olga)

    assert (state(ref), fresh(order).status) == (Returning.EXCHANGED, Status.PART_SHIPPED)
    assert Variant.objects.get(pk=flask.pk).stock == 5
    assert sum(left.left(fresh(order)).values()) == 2
    assert fresh(order).total == order.total
    assert not Refund.objects.exists()

    desk.send(order.number, olga)
    assert fresh(order).status == Status.SHIPPED
    assert order.parcels.count() == 2


def test_pressed_twice_one_replacement_leaves(olga: gate.Actor) -> None:
    order = delivered(olga)
    ref = here(order, olga, 1, Wish.EXCHANGE)
    exchange.exchange(ref, olga)
    with pytest.raises(NotPossible):
        exchange.exchange(ref, olga)
    with pytest.raises(NotPossible):
        pay.pay(ref, 100, olga)
    assert order.lines.count() == 2


def test_with_nothing_left_the_return_waits(olga: gate.Actor) -> None:
    flask = tube(title="Flask", stock=1)
    order = delivered(olga, (flask, 1))
    ref = here(order, olga, 1, Wish.EXCHANGE)
    with pytest.raises(NotEnoughLeft):
        exchange.exchange(ref, olga)
    assert (state(ref), fresh(order).status) == (Returning.RECEIVED, Status.DELIVERED)
    assert order.lines.count() == 1


def test_what_costs_less_gives_the_difference_back(olga: gate.Actor) -> None:
    large, small = two_sizes()
    order = delivered(olga, (large, 2))
    ref = ask.by_staff(order.number, Asked({order.lines.get().pk: Back(2, BackFor.WRONG_SIZE)}, Wish.EXCHANGE), olga)
    decide.agree(ref, olga)
    receive.receive(ref, all_of(ref), olga)
    (told,) = shown.of_order(fresh(order), for_desk=True)
    assert [(each.variant, each.cheaper.amount) for each in told.lines[0].instead] == [(large.pk, 0), (small.pk, 200)]

    exchange.exchange(ref, olga, {returned(ref): small.pk})
    assert list(Refund.objects.values_list("amount", "why")) == [(400, "price")]
    assert Variant.objects.get(pk=small.pk).stock == 8


def test_what_costs_more_is_not_given_away(olga: gate.Actor) -> None:
    large, small = two_sizes()
    order = delivered(olga, (small, 1))
    ref = ask.by_staff(order.number, Asked({order.lines.get().pk: Back(1, BackFor.WRONG_SIZE)}, Wish.EXCHANGE), olga)
    decide.agree(ref, olga)
    receive.receive(ref, all_of(ref), olga)
    with pytest.raises(CostsMore):
        exchange.exchange(ref, olga, {returned(ref): large.pk})
    assert state(ref) == Returning.RECEIVED


def test_something_else_altogether_is_no_exchange(olga: gate.Actor) -> None:
    order, other = delivered(olga), tube(title="Lid", price=10)
    ref = here(order, olga, 1, Wish.EXCHANGE)
    with pytest.raises(NotPossible):
        exchange.exchange(ref, olga, {returned(ref): other.pk})


def test_a_replacement_that_comes_back_too_is_worth_what_it_stands_for(olga: gate.Actor) -> None:
    order = delivered(olga, (tube(title="Flask", price=1000), 1))
    exchange.exchange(here(order, olga, 1, Wish.EXCHANGE), olga)
    desk.send(order.number, olga)
    again = order.lines.exclude(pk=line(order)).get()
    ref = ask.by_staff(order.number, Asked({again.pk: Back(1, BackFor.FAULTY)}), olga)
    decide.agree(ref, olga)
    receive.receive(ref, all_of(ref), olga)
    told = [each.suggested for each in shown.of_order(fresh(order), for_desk=True) if each.suggested]
    assert [each.amount for each in told] == [order.total]
