"""What vouchers and offers take off, and when they take off nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from troth.orders.prices.deals import Deal, Item, Kind, Unfit, best, off

NOW = datetime(2026, 11, 22, tzinfo=UTC)
DAY = timedelta(days=1)
TENTH = Deal(Kind.PERCENTAGE, "TEN", 10_000)
FIVE = Deal(Kind.AMOUNT, "FIVE", 500, "USD")
FREE = Deal(Kind.FREE_SHIPPING, "FREE")
GLASS, PAPER = Item(1000, product=1, categories=frozenset({7})), Item(333, product=2)
BASKET = [GLASS, PAPER]


def test_a_percentage_is_rounded_once_and_shared_out() -> None:
    assert off(TENTH, BASKET, [0, 0]) == (100, 33)
    assert sum(off(TENTH, [Item(5)] * 10, [0] * 10)) == 5


def test_an_amount_takes_no_more_than_there_is() -> None:
    assert off(FIVE, BASKET, [0, 0]) == (375, 125)
    assert off(FIVE, [Item(300)], [0]) == (300,)
    assert off(FIVE, [Item(300)], [200]) == (100,)


def test_only_the_goods_it_is_for_become_cheaper() -> None:
    assert off(replace(TENTH, products=frozenset({2})), BASKET, [0, 0]) == (0, 33)
    assert off(replace(TENTH, categories=frozenset({7})), BASKET, [0, 0]) == (100, 0)


def test_no_percentage_is_more_than_all_of_it() -> None:
    assert off(replace(TENTH, value=150_000), BASKET, [0, 0]) == (1000, 333)


@pytest.mark.parametrize(
    ("deal", "why"),
    [
        (TENTH, None),
        (replace(TENTH, begins=NOW), None),
        (replace(TENTH, begins=NOW + DAY), Unfit.NOT_YET),
        (replace(TENTH, ends=NOW), Unfit.OVER),
        (replace(TENTH, ends=NOW + DAY), None),
        (replace(TENTH, products=frozenset({9})), Unfit.OTHER_GOODS),
        (replace(FIVE, minimum=1333), None),
        (replace(FIVE, minimum=1334), Unfit.TOO_LITTLE),
        (replace(FIVE, minimum=1001, products=frozenset({1})), Unfit.TOO_LITTLE),
        (replace(FIVE, currency="EUR"), Unfit.OTHER_CURRENCY),
        (replace(TENTH, minimum=1, currency="EUR"), Unfit.OTHER_CURRENCY),
    ],
)
def test_when_a_deal_is_fit(deal: Deal, why: Unfit | None) -> None:
    assert deal.unfit(BASKET, "USD", NOW) == why


def test_of_several_offers_the_best_one_counts_alone() -> None:
    assert best([TENTH, FIVE, FREE], BASKET, 400, "USD", NOW) is FIVE
    assert best([TENTH, FIVE, FREE], BASKET, 900, "USD", NOW) is FREE
    assert best([replace(FIVE, ends=NOW)], BASKET, 0, "USD", NOW) is None
    assert best([FREE], BASKET, 0, "USD", NOW) is None
