"""Sums add up, whatever is bought, taken off and taxed."""

from datetime import UTC, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from troth.orders.prices.deals import Deal, Item, Kind
from troth.orders.prices.rates import WHOLE, Place, Rate, Rates
from troth.orders.prices.reckoning import Reckoning, reckon, without
from troth.orders.prices.sending import by_rate
from troth.orders.prices.split import part, shares
from troth.orders.prices.treatment import Treatment, case

NOW = datetime(2026, 11, 22, tzinfo=UTC)
HOME, HERE = Place("DE"), Place("DE")
CLASSES = ("standard", "books", "exempt", "unheard of")

amounts = st.integers(0, 10**9)
items = st.lists(
    st.builds(Item, total=amounts, product=st.integers(1, 4), tax_class=st.sampled_from(CLASSES)),
    min_size=1,
    max_size=12,
)
deals = st.lists(
    st.builds(
        Deal,
        kind=st.sampled_from(Kind),
        label=st.just("deal"),
        value=st.integers(0, 200_000),
        products=st.frozensets(st.integers(1, 5), max_size=2),
    ),
    max_size=3,
)
rates = st.builds(
    lambda standard, books, included, shipping: Rates(
        (
            Rate("DE", "", "standard", standard, "VAT", included, shipping),
            Rate("DE", "", "books", books, "reduced VAT", included, shipping),
        )
    ),
    st.integers(0, 30_000),
    st.integers(0, 30_000),
    st.booleans(),
    st.booleans(),
)


def reckoned(goods: list[Item], shipping: int, taken: list[Deal], rows: Rates) -> Reckoning:
    return reckon(goods, shipping, taken, case(rows, HOME, HERE))


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_shares_add_up_and_stay_within_a_unit_of_what_is_fair(amount: int, weights: list[int]) -> None:
    got = shares(amount, weights)
    assert sum(got) == amount
    whole = sum(weights)
    assume(whole)
    for share, weight in zip(got, weights, strict=True):
        assert abs(share * whole - amount * weight) < whole
        assert weight or not share


@given(st.integers(0, 10**6), st.lists(st.integers(0, 1000), min_size=1, max_size=8))
def test_who_weighs_more_never_gets_less(amount: int, weights: list[int]) -> None:
    got = shares(amount, weights)
    for place, weight in enumerate(weights):
        for other, heavier in enumerate(weights):
            assert heavier <= weight or got[other] >= got[place]


def test_the_largest_remainder_gets_the_odd_cent_and_of_equals_the_first() -> None:
    assert shares(100, [1, 1, 1]) == (34, 33, 33)
    assert shares(10, [5, 3, 1]) == (6, 3, 1)
    assert shares(5, [0, 0]) == (3, 2)
    assert shares(-100, [1, 1, 1]) == (-34, -33, -33)


@pytest.mark.parametrize(("amount", "weights"), [(1, []), (5, [2, -1])])
def test_what_cannot_be_shared_is_an_error(amount: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match=r"."):
        shares(amount, weights)


@given(st.integers(0, 10**12), st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_part_is_rounded_half_up(amount: int, numerator: int, denominator: int) -> None:
    got = part(amount, numerator, denominator)
    assert 2 * got * denominator <= 2 * amount * numerator + denominator < 2 * (got + 1) * denominator


@given(items, amounts, deals, rates)
def test_every_sum_of_an_order_adds_up(goods: list[Item], shipping: int, taken: list[Deal], rows: Rates) -> None:
    got = reckoned(goods, shipping, taken, rows)
    assert got.goods == sum(item.total for item in goods)
    assert got.total == got.goods - got.discount + got.shipping + got.tax
    assert min(got.total, got.discount, got.tax, got.tax_included) >= 0
    assert got.discount == sum(line.discount for line in got.lines) + got.shipping_discount
    assert got.discount == sum(each.amount for each in got.taken)
    assert got.tax + got.tax_included == sum(line.tax for line in got.lines) + got.shipping_tax
    assert got.tax + got.tax_included == sum(line.amount for line in got.taxes)
    for item, line in zip(goods, got.lines, strict=True):
        assert 0 <= line.discount <= item.total
        assert line.rate or not line.tax
    assert got.shipping_discount <= got.shipping


@given(items, amounts, deals, rates)
def test_a_tax_is_rounded_once_and_by_less_than_a_unit(
    goods: list[Item], shipping: int, taken: list[Deal], rows: Rates
) -> None:
    for line in reckoned(goods, shipping, taken, rows).taxes:
        assert abs(100_000 * line.amount - line.base * line.rate) <= 100_000 + line.rate


@given(items, amounts, deals, rates)
def test_what_is_exempt_carries_no_tax(goods: list[Item], shipping: int, taken: list[Deal], rows: Rates) -> None:
    for item, line in zip(goods, reckoned(goods, shipping, taken, rows).lines, strict=True):
        assert item.tax_class != "exempt" or line.tax == line.rate == 0


@given(items, amounts, rates)
def test_tax_that_is_included_changes_no_total(goods: list[Item], shipping: int, rows: Rates) -> None:
    got = reckoned(goods, shipping, [], rows)
    if not got.tax:
        assert got.total == got.goods + shipping
    assert not (got.tax and got.tax_included)


def test_massachusetts_taxes_the_goods_and_not_the_sending() -> None:
    massachusetts = Rates((Rate("US", "MA", "standard", 6250, "Massachusetts sales tax", shipping=False),))
    boston = case(massachusetts, Place("US", "MA"), Place("US", "MA"))
    got = reckon([Item(2500), Item(333)], 890, [], boston)
    assert (got.tax, got.tax_included, got.total) == (177, 0, 2833 + 890 + 177)  # 177.0625
    assert [line.tax for line in got.lines] == [156, 21]
    elsewhere = case(massachusetts, Place("US", "MA"), Place("US", "NY"))
    assert reckon([Item(2500)], 890, [], elsewhere).total == 3390
    assert elsewhere.treatment is Treatment.UNTAXED


def test_rounding_once_is_not_rounding_each_line() -> None:
    """Ten lines of 8 cents at 6.25% are 5 cents of tax; rounded line by line they would be 10."""
    rows = Rates((Rate("DE", "", "standard", 6250, "tax"),))
    got = reckoned([Item(8)] * 10, 0, [], rows)
    assert got.tax == 5
    assert sum(line.tax for line in got.lines) == 5


def test_sending_carries_the_rates_of_the_goods_it_brings() -> None:
    rows = Rates(
        (
            Rate("DE", "", "standard", 19_000, "19%", included=True),
            Rate("DE", "", "books", 7_000, "7%", included=True),
        )
    )
    got = reckoned([Item(11_900), Item(11_900, tax_class="books")], 500, [], rows)
    assert [(line.name, line.base + line.amount) for line in got.taxes] == [("19%", 12_150), ("7%", 12_150)]


def test_a_price_without_the_tax_it_contains() -> None:
    assert without(11_900, Rate("DE", "", "standard", 19_000, "19%", included=True)) == 10_000
    assert without(999, None) == 999


@given(items, st.integers(0, 10**6), deals, rates)
def test_how_sending_was_taxed_is_found_again(goods: list[Item], shipping: int, taken: list[Deal], rows: Rates) -> None:
    """By rate, from what an order keeps: its lines, its taxes and the cost of sending."""
    told = reckoned(goods, shipping, taken, rows)
    on_top = not any(tax.included for tax in told.taxes)
    lines = [
        (share.rate, item.total - share.discount + (share.tax if on_top else 0))
        for item, share in zip(goods, told.lines, strict=True)
    ]
    cost = told.shipping - told.shipping_discount + (told.shipping_tax if on_top else 0)
    found = by_rate([(tax.rate, tax.base + tax.amount) for tax in told.taxes], lines, cost)
    assert sum(found.values()) == cost
    taxed = sum(part(gross, rate, WHOLE + rate) for rate, gross in found.items())
    assert abs(taxed - told.shipping_tax) <= len(found), "a rounding for each rate"
