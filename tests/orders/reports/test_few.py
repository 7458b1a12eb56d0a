"""Whoever reads figures learns nothing of a few orders: not from a cell, and not from a total less what stands beside it."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from troth import gate
from troth.orders.reports import few, sales_told
from troth.orders.reports.few import FEW, Border, Cut, cut, cut_mixed, shares, within
from troth.orders.reports.sales import Sales

counts = st.lists(st.integers(0, 12), min_size=1, max_size=9)
# Which orders stand in which rows, for rows that share orders.
mixed = st.lists(st.frozensets(st.integers(0, 14), max_size=12), min_size=1, max_size=6)
day = date(2026, 3, 2)


def test_there_is_one_threshold() -> None:
    assert few.FEW is gate.FEW
    assert (few.told(0), few.told(1), few.told(FEW - 1), few.told(FEW)) == (True, False, False, True)


@given(counts)
def test_what_is_told_rests_on_enough_and_so_does_what_is_missing_from_the_total(bases: list[int]) -> None:
    found = cut(bases)
    assert all(few.told(many) for at, many in enumerate(bases) if at not in found.out)
    missing = [bases[at] for at in found.out]
    if found.whole and missing:
        assert sum(missing) >= FEW
        assert len(missing) >= 2
        assert all(missing), "what is nobody's hides nobody"


@given(counts)
def test_no_more_is_left_out_than_has_to_be(bases: list[int]) -> None:
    found = cut(bases)
    if all(map(few.told, bases)):
        assert found == Cut(frozenset(), True)
    elif found.whole:
        large = {bases[at] for at in found.out if few.told(bases[at])}
        assert len(large) <= 1, "one that could be told, and those as large, are enough to hide any others"
    else:
        assert not any(many >= FEW for many in bases) or sum(map(bool, bases)) < 2


def test_no_hidden_row_is_known_to_whoever_sees_the_others_and_the_total() -> None:
    """All shops of three rows there can be: of those that show the same, each hidden row has two numbers at least."""
    shown: dict[object, list[tuple[int, ...]]] = {}
    for bases in product(range(18), repeat=3):
        found = cut(bases)
        rows = tuple(None if at in found.out else many for at, many in enumerate(bases))
        shown.setdefault((rows, sum(bases) if found.whole else None), []).append(bases)
    for (rows, _whole), shops in shown.items():  # type: ignore[misc]
        for at, many in enumerate(rows):
            numbers = {bases[at] for bases in shops}
            assert many is not None or len(numbers) > 1, shops[:3]


@given(mixed)
def test_rows_that_share_orders_hide_enough_of_them_together(rows: list[frozenset[int]]) -> None:
    whole = len(frozenset().union(*rows))
    out = cut_mixed([len(row) for row in rows], whole).out
    assert all(few.told(len(row)) for at, row in enumerate(rows) if at not in out)
    if out and few.told(whole):
        assert len(frozenset().union(*(rows[at] for at in out))) >= FEW
        assert len(out) >= 2


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_share_tells_no_small_part_and_no_small_rest(part: int, rest: int) -> None:
    share, whole = within(part, part + rest), part + rest
    if whole < FEW:
        assert share is None
    elif isinstance(share, Border):
        assert not (few.told(part) and few.told(rest))
        assert share.low * whole <= 100 * part <= share.high * whole
        other = within(part + 1, whole) if 0 < part < FEW - 1 else within(part - 1, whole) if part >= FEW else share
        assert 1 in (part, rest) or FEW - 1 in (part, rest) or other == share
    else:
        assert few.told(part)
        assert few.told(rest)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=5))
def test_borders_of_parts_follow_from_what_is_told(parts: list[int]) -> None:
    whole, out = sum(parts), cut(parts).out
    for at, share in enumerate(shares(parts)):
        if whole < FEW or not cut(parts).whole:
            assert share is None
            continue
        assert isinstance(share, Border) == (at in out)
        if isinstance(share, Border):
            assert share.low * whole <= 100 * parts[at] <= share.high * whole
    for one, two in combinations(sorted(out), 2):
        moved = [*parts]
        moved[one], moved[two] = moved[one] + 1, moved[two] - 1
        if (
            min(moved) > 0
            and cut(moved).out == out
            and [each < FEW for each in moved] == [each < FEW for each in parts]
        ):
            assert shares(moved) == shares(parts), "one more of the one and one less of the other shows the same"


rows = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(1, 10**6)), min_size=1, max_size=12
)


def books(told: list[tuple[int, int, int, int]]) -> list[Sales]:
    """Days of so many orders, refunds and lost disputes, at odd amounts."""
    return [
        Sales(
            day + timedelta(days=at),
            orders=orders,
            goods=orders * worth,
            total=orders * worth,
            refunds=given * (worth + 1),
            charged_back=lost * (worth + 2),
            times_refunded=given,
            times_charged_back=lost,
        )
        for at, (orders, given, lost, worth) in enumerate(told)
    ]


@given(rows)
def test_no_amount_of_a_few_can_be_had_from_a_table_of_sales(told: list[tuple[int, int, int, int]]) -> None:
    days = books(told)
    found = sales_told.of(days)
    for name, base in sales_told.RESTS.items():
        missing = 0
        for row, shown in zip(days, found.rows, strict=True):
            if getattr(shown, name) is None:
                missing += getattr(row, base)
            else:
                assert few.told(getattr(row, base))
                assert getattr(shown, name) == getattr(row, name)
        if getattr(found.whole, name) is not None:
            assert few.told(missing), "the total less what is shown is of enough"
    for shown in (*found.rows, found.whole):
        parts = [getattr(shown, each.name) for each in fields(shown) if each.name in sales_told.RESTS]
        assert (shown.net is None) == (None in parts), "else what is left would tell the part that isn't"


@given(rows, st.integers(1, 12))
def test_nor_from_the_sum_of_the_last_days_beside_all_of_them(told: list[tuple[int, int, int, int]], many: int) -> None:
    days, many = books(told), min(many, len(told))
    shown, last = sales_told.last_of(days, many)
    if last.orders is not None:
        assert last.orders == sum(each.orders for each in days[-many:])
        assert few.told(
            sum(each.orders for each, row in zip(days[-many:], shown[-many:], strict=True) if row.orders is None)
        )
    assert all(few.told(each.orders) for each, row in zip(days, shown, strict=True) if row.orders is not None)
