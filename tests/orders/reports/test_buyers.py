"""Sizes of orders for partners: a buyer is in one band of a day and currency, however often they order."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date

import pytest

from tests.cast import ADA, BEN, Customer
from tests.orders import sold as books
from tests.orders.buying import bought, tube
from tests.orders.sold import at
from tests.rights.conftest import _cheap_hashes as _cheap_hashes
from tests.rights.conftest import account
from troth import gate
from troth.catalog.models import Variant
from troth.orders.models import Order, Payment
from troth.orders.reports import buyers
from troth.orders.reports import sizes as module
from troth.orders.reports.sizes import sizes
from troth.visits.partners import noise

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
DAY, NEXT = date(2026, 3, 3), date(2026, 3, 4)


def buys(goods: Variant, quantity: int, *, who: Customer = ADA, day: date = DAY, hour: int = 12, **how: object) -> None:
    """An order that is paid, as the checkout places it, on a day of the past."""
    order = bought(who, (goods, quantity), **how)
    Order.objects.filter(pk=order.pk).update(placed_at=at(day, hour))
    Payment.objects.filter(order=order).delete()
    Payment.objects.bulk_create([books._payment(order)])


def orders(day: date = DAY) -> int:
    return sum(sizes("USD", [day])[day])


@pytest.fixture
def goods(db: None) -> Variant:
    return tube(stock=100)


def test_a_guest_who_orders_three_times_a_day_is_counted_once_with_the_first(goods: Variant) -> None:
    buys(goods, 30, hour=9)
    first = sizes("USD", [DAY])[DAY]
    buys(goods, 1, hour=11)
    buys(goods, 2, hour=17)
    assert sizes("USD", [DAY])[DAY] == first
    assert orders() == 1


def test_two_guests_are_two_buyers(goods: Variant) -> None:
    buys(goods, 1)
    buys(goods, 1, who=BEN)
    assert orders() == 2


def test_somebody_with_an_account_who_also_orders_as_a_guest_is_one_buyer(goods: Variant) -> None:
    person = gate.person_of_account(account(ADA).pk)
    buys(goods, 1, person=person)
    buys(goods, 2, person=person)
    assert orders() == 1
    buys(goods, 3)
    assert orders() == 1


def test_the_next_day_they_count_again(goods: Variant) -> None:
    buys(goods, 1)
    buys(goods, 1, day=NEXT)
    assert [sum(row) for row in sizes("USD", [DAY, NEXT]).values()] == [1, 1]


@pytest.mark.parametrize("times", [1, 4])
def test_with_one_buyer_or_without_the_numbers_of_a_day_differ_by_what_the_noise_is_made_for(
    goods: Variant, times: int
) -> None:
    buys(goods, 3, who=BEN)
    before = sizes("USD", [DAY])[DAY]
    for each in range(times):
        buys(goods, 10 * each + 1, hour=8 + each)
    after = sizes("USD", [DAY])[DAY]
    assert sum(abs(a - b) for a, b in zip(after, before, strict=True)) == noise.BOUND


def test_without_asking_whose_they_are_the_same_test_sees_more(goods: Variant, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(module, "buyers", lambda parties: {})
    buys(goods, 1)
    buys(goods, 9)
    assert orders() > noise.BOUND


def test_orders_of_which_nobody_is_known_any_more_count_each_by_itself(goods: Variant) -> None:
    books.many([DAY, DAY], (goods, 1))
    assert orders() == 2


def test_mailboxes_are_told_apart_by_the_whole_address(goods: Variant) -> None:
    buys(goods, 1)
    buys(goods, 1, who=replace(ADA, email=f"x{ADA.email}"))
    assert orders() == 2


@pytest.mark.parametrize("many", [2, 7])
def test_however_many_they_are_they_are_told_apart_by_four_queries(
    goods: Variant, many: int, django_assert_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    """A mailbox each, and one of them orders twice."""
    for each in range(many):
        buys(goods, 1, who=replace(BEN, email=f"guest-{each}@example.com"))
    buys(goods, 1, who=replace(BEN, email="guest-0@example.com"))
    parties = [order.whose for order in Order.objects.all()]
    with django_assert_num_queries(4, using="vault"):
        told = buyers.buyers(parties)
    assert len(told) == many + 1
    assert len({*told.values()}) == many
