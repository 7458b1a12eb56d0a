"""Which products of a list fit what was asked, and how many would fit each further answer. Pure: makes no query.

A product that fails one question only still counts for the answers to that question: so the numbers beside
the sizes say what each size would bring, whatever size is chosen now.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple

from troth.catalog.money import Money, decimals

from . import magnitude, remembered
from .shown import Asked, Facet, Facets, FacetValue, PriceSpan

MOST_FACETS = 7
MOST_VALUES = 60  # a question with more answers is no choice
FIRST = 6  # answers that stand there at once
_MAKER, _PRICE, _AVAILABLE = "\x00maker", "\x00price", "\x00available"


class Row(NamedTuple):
    """What narrowing needs of a product: see `remembered` for `facets`; prices in minor units."""

    pk: int
    facets: str
    vendor: str
    price_from: int
    price_to: int
    currency: str
    can_buy: bool


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The keys that fit, in the order the rows came in."""

    keys: tuple[int, ...]
    facets: Facets


@dataclass(slots=True)
class _Tally:
    """`names` and `whole` are of the whole list, `counts` of what would fit: key of the question → answer → products."""

    names: dict[str, str] = field(default_factory=dict)
    whole: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    currencies: set[str] = field(default_factory=set)
    least: int | None = None
    most: int = 0
    sold_out: int = 0


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was asked, as it is compared: answers by the key of their question, prices in minor units."""

    answers: dict[str, frozenset[str]]
    makers: frozenset[str]
    least: int | None
    most: int | None
    available: bool


def narrow(rows: Sequence[Row], asked: Asked) -> Narrowed:
    """The products of `rows` that fit, and the facets of the list."""
    tally = _survey(rows)
    understood = _understood(asked, tally)
    if not understood.anything:  # all of it fits, and nothing has to be counted again
        tally.counts = tally.whole
        tally.counts[_AVAILABLE][""] = len(rows) - tally.sold_out
        return Narrowed(tuple(row.pk for row in rows), _facets(len(rows), understood, tally))
    wanted = _wanted(understood, tally)
    keys = []
    for row in rows:
        failed = _failed(row, wanted)
        if not failed:
            keys.append(row.pk)
        if len(failed) < 2:
            _count(row, failed, tally.counts)
    return Narrowed(tuple(keys), _facets(len(rows), understood, tally))


def _survey(rows: Sequence[Row]) -> _Tally:
    """Goods that answer alike are counted first and read once."""
    tally = _Tally()
    for line, many in Counter(row.facets for row in rows).items():
        for key, name, values in remembered.read(line):
            tally.names.setdefault(key, name)
            whole = tally.whole[key]
            for value in values:
                whole[value] += many
    tally.whole[_MAKER].update(row.vendor for row in rows if row.vendor)
    tally.currencies.update(row.currency for row in rows)
    tally.least = min((row.price_from for row in rows), default=None)
    tally.most = max((row.price_to for row in rows), default=0)
    tally.sold_out = sum(not row.can_buy for row in rows)
    return tally


def _understood(asked: Asked, tally: _Tally) -> Asked:
    """Without what this list does not know: nobody is shown an empty page for a word that means nothing here."""
    known = {(name, value) for name, value in asked.answers if value in tally.whole.get(name.casefold(), ())}
    priced = len(tally.currencies) == 1
    return replace(
        asked,
        answers=frozenset((tally.names[name.casefold()], value) for name, value in known),
        makers=frozenset(asked.makers & tally.whole[_MAKER].keys()),
        least=asked.least if priced else None,
        most=asked.most if priced else None,
        available=asked.available and tally.sold_out > 0,
    )


def _wanted(asked: Asked, tally: _Tally) -> _Wanted:
    answers: dict[str, set[str]] = defaultdict(set)
    for name, value in asked.answers:
        answers[name.casefold()].add(value)
    places = decimals(next(iter(tally.currencies))) if len(tally.currencies) == 1 else 0
    return _Wanted(
        {key: frozenset(values) for key, values in answers.items()},
        asked.makers,
        _minor(asked.least, places),
        _minor(asked.most, places),
        asked.available,
    )


def _minor(amount: Decimal | None, places: int) -> int | None:
    return None if amount is None else int(amount.scaleb(places))


def _failed(row: Row, wanted: _Wanted) -> tuple[str, ...]:
    """The questions this product answers otherwise."""
    failed = []
    if wanted.answers:
        given = {key: values for key, _name, values in remembered.read(row.facets)}
        failed = [key for key, values in wanted.answers.items() if values.isdisjoint(given.get(key, ()))]
    if wanted.makers and row.vendor not in wanted.makers:
        failed.append(_MAKER)
    if (wanted.least is not None and row.price_to < wanted.least) or (
        wanted.most is not None and row.price_from > wanted.most
    ):
        failed.append(_PRICE)
    if wanted.available and not row.can_buy:
        failed.append(_AVAILABLE)
    return tuple(failed)


def _count(row: Row, failed: tuple[str, ...], counts: dict[str, Counter[str]]) -> None:
    only = failed[0] if failed else None
    for key, _name, values in remembered.read(row.facets):
        if only is None or only == key:
            counts[key].update(values)
    if row.vendor and only in (None, _MAKER):
        counts[_MAKER][row.vendor] += 1
    if row.can_buy and only in (None, _AVAILABLE):
        counts[_AVAILABLE][""] += 1


def _facets(before: int, asked: Asked, tally: _Tally) -> Facets:
    chosen: dict[str, set[str]] = defaultdict(set)
    for name, value in asked.answers:
        chosen[name.casefold()].add(value)
    names = sorted(
        (key for key in tally.names if key in chosen or _worth(tally.whole[key], before)),
        key=lambda key: (key not in chosen, -tally.whole[key].total(), len(tally.whole[key]), key),
    )[:MOST_FACETS]
    makers = tally.whole[_MAKER]
    return Facets(
        asked=asked,
        before=before,
        answers=tuple(_facet(tally.names[key], tally.whole[key], tally.counts[key], chosen[key]) for key in names),
        makers=_facet("", makers, tally.counts[_MAKER], asked.makers) if len(makers) > 1 else None,
        price=_span(tally),
        available=FacetValue("", tally.counts[_AVAILABLE][""], asked.available) if tally.sold_out else None,
    )


def _worth(values: Counter[str], before: int) -> bool:
    """A choice: two answers or more, and not for a corner of the list only."""
    return 2 <= len(values) <= MOST_VALUES and values.total() * 5 >= before


def _facet(name: str, whole: Counter[str], counts: Counter[str], chosen: Iterable[str]) -> Facet:
    picked = set(chosen)
    values = [FacetValue(value, counts[value], value in picked) for value in sorted(whole, key=magnitude.key)]
    if len(values) <= FIRST + 2:
        return Facet(name, tuple(values))
    common = {value for value, _ in whole.most_common(FIRST)} | picked
    return Facet(
        name,
        tuple(value for value in values if value.value in common),
        tuple(value for value in values if value.value not in common),
    )


def _span(tally: _Tally) -> PriceSpan | None:
    if len(tally.currencies) != 1 or tally.least is None or tally.least >= tally.most:
        return None
    (currency,) = tally.currencies
    return PriceSpan(Money(tally.least, currency), Money(tally.most, currency))
