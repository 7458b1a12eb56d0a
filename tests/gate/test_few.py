"""Figures about people point at nobody: not by themselves, and not by what one takes from the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from troth.gate.few import FEW, Figures, grouped, parted

countries = st.dictionaries(
    st.sampled_from(["AT", "BE", "CA", "CH", "DE", "FR", "GB", "IT", "JP", "NL", "US"]), st.integers(0, 40)
)


def published(figures: Figures) -> set[int]:
    return {many for _name, many in figures.rows} | ({figures.rest} if figures.rest is not None else set())


@given(countries)
def test_no_number_is_small_and_all_are_in_fives(counts: dict[str, int]) -> None:
    figures = grouped(counts)
    assert all(many >= FEW and many % FEW == 0 for many in published(figures))
    assert figures.total is None or figures.total == sum(many for _n, many in figures.rows) + (figures.rest or 0)


@given(countries)
def test_no_difference_leaves_a_small_group_alone(counts: dict[str, int]) -> None:
    """What is not named is several groups together, or nothing is told at all."""
    figures = grouped(counts)
    named = {name for name, _many in figures.rows}
    hidden = [many for name, many in counts.items() if many and name not in named]
    if figures.total is None:
        assert figures.rows == ()
        assert sum(hidden) < FEW
    elif hidden:
        assert len(hidden) >= 2 or (not named and hidden[0] >= FEW)
        assert sum(hidden) >= FEW


@given(countries)
def test_whoever_sees_the_figures_cannot_tell_how_many_are_in_a_hidden_group(counts: dict[str, int]) -> None:
    """For each hidden group there is another shop, with another number in that group, that shows exactly the same."""
    figures = grouped(counts)
    named = {name for name, _many in figures.rows}
    for name in (name for name, many in counts.items() if many and name not in named):
        assert any(grouped(other) == figures for other in others(counts, name)), (name, counts, figures)


def others(counts: dict[str, int], name: str) -> Iterator[dict[str, int]]:
    """Shops with one person more or less in this group, and up to two in up to two other groups."""
    rest = [each for each in counts if each != name]
    changes = (-2, -1, 1, 2)
    for step in (-1, 1):
        changed = [{name: counts[name] + step}]
        changed += [{**changed[0], one: counts[one] + a} for one in rest for a in changes]
        changed += [
            {**changed[0], one: counts[one] + a, two: counts[two] + b}
            for one, two in combinations(rest, 2)
            for a in changes
            for b in changes
        ]
        yield from ({**counts, **each} for each in changed if min(each.values()) >= 0)


@given(countries, st.sampled_from(["AT", "DE", "US"]))
def test_one_person_more_changes_no_figure_by_one(counts: dict[str, int], country: str) -> None:
    """Yesterday's figures taken from today's tell nobody that one came."""
    before, after = grouped(counts), grouped({**counts, country: counts.get(country, 0) + 1})
    for one, other in ((a, b) for a in published(before) for b in published(after)):
        assert (one - other) % FEW == 0


@given(st.integers(0, 30), st.integers(0, 30))
def test_of_a_whole_in_two_parts_both_are_told_or_neither(new: int, again: int) -> None:
    told = parted(new, again)
    assert (told is None) == (0 < new < FEW or 0 < again < FEW or new + again == 0)


def test_a_single_small_country_takes_the_next_one_with_it() -> None:
    assert grouped({"US": 40, "DE": 12, "FR": 2}) == Figures((("US", 40),), 15, 55)


def test_without_the_second_group_a_difference_would_tell() -> None:
    """The control: hiding only what is small leaves it to be reckoned from the total."""
    counts = {"US": 40, "DE": 12, "FR": 2}
    shown = {name: many for name, many in counts.items() if many >= FEW}
    assert sum(counts.values()) - sum(shown.values()) == counts["FR"]


def test_a_shop_with_hardly_a_customer_shows_nothing() -> None:
    assert grouped({"US": 2, "DE": 2}) == Figures((), None, None)
    assert all(grouped(dict(pair)).rows == () for pair in combinations([("US", 4), ("DE", 4), ("FR", 3)], 2))
