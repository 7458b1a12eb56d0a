"""The variants of a product that lists its options and what they may be: put together, folded into three, kept apart."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from math import prod
from typing import Final

from django.utils.translation import gettext as _

from troth.catalog.money import LARGEST_AMOUNT, decimals

from .cells import HEAVIEST, Cells
from .imported import ImportedVariant, Value
from .report import Weight

MOST_OPTIONS: Final = 3  # of a product here
MOST_COMBINED: Final = 250  # variants made from options that the file does not combine itself
_JOINED: Final = " / "
_COLOUR: Final = r"(?:#[0-9a-fA-F]{3,8}|rgba?\([^)]*\))"
_COLOUR_FIRST: Final = re.compile(rf"^{_COLOUR}\s*:\s*(?P<name>.+)$")
_COLOUR_LAST: Final = re.compile(rf"^(?P<name>.+?)\s*:\s*{_COLOUR}$")


@dataclass(slots=True)
class Offer:
    """A variant while it is read."""

    values: tuple[str, ...]
    cells: Cells
    fields: dict[str, Value] = field(default_factory=dict)
    image_url: str = ""


def told_apart(offers: Iterable[Offer]) -> tuple[ImportedVariant, ...]:
    """Each combination of values once. A row that repeats one is named as lost."""
    kept: dict[tuple[str, ...], Offer] = {}
    for offer in offers:
        first = kept.setdefault(offer.values, offer)
        if first is not offer:
            offer.cells.lose(
                _("The same variant as in row %(row)d; this row was left out.") % {"row": first.cells.number}
            )
    return tuple(
        ImportedVariant(offer.values, offer.fields, offer.image_url, offer.cells.number) for offer in kept.values()
    )


def folded(parts: Sequence[str]) -> tuple[str, ...]:
    """Names or values of more than three options as those of three: the last ones share a place."""
    if len(parts) <= MOST_OPTIONS:
        return tuple(parts)
    return (*parts[: MOST_OPTIONS - 1], _JOINED.join(parts[MOST_OPTIONS - 1 :])[:255])


def option_columns(names: Sequence[str], first: Cells) -> dict[str, Value]:
    """The three columns of the product; said in the report where there were more."""
    if len(names) > MOST_OPTIONS:
        first.report.note(
            _("%(count)d options; the last of them were put together as “%(name)s”.")
            % {"count": len(names), "name": folded(names)[-1]},
            row=first.number,
            weight=Weight.CHANGED,
        )
    given = [name[:255] for name in folded(names)] + [""] * MOST_OPTIONS
    return {f"option{place}_name": given[place - 1] for place in range(1, MOST_OPTIONS + 1)}


def combined(choices: Sequence[Sequence[str]], first: Cells) -> list[tuple[str, ...]]:
    """Every combination, for a product whose file lists options but no variants. [] (and a word) if there are too many."""
    count = prod(len(each) for each in choices)
    if count > MOST_COMBINED:
        first.report.note(
            _("The options make %(count)d combinations and the file has no row for any; it became one variant.")
            % {"count": count},
            row=first.number,
            weight=Weight.CHANGED,
        )
        return []
    first.report.note(
        _("Options without variant rows; %(count)d variants were made from them.") % {"count": count}, row=first.number
    )
    return list(itertools.product(*choices))


def shared_out(total: int, count: int) -> list[int]:
    """`total` in `count` parts that differ by at most one: [2, 2, 1]. Nothing is sold twice and nothing is lost."""
    each, left = divmod(max(0, total), count)
    return [each + (place < left) for place in range(count)]


def without_colour(choice: str) -> str:
    """ "#b81616:Red", "rgb(193,180,123):Cream" and "Red:#b81616" are Red and Cream."""
    found = _COLOUR_FIRST.match(choice) or _COLOUR_LAST.match(choice)
    return found["name"].strip() if found else choice


def in_minor_units(number: Decimal, currency: str) -> int:
    """An exact number of the currency in its smallest units, halves rounded up; at most the largest price there is."""
    scaled = number.scaleb(decimals(currency)).to_integral_value(ROUND_HALF_UP)
    return int(min(max(scaled, Decimal(-LARGEST_AMOUNT)), Decimal(LARGEST_AMOUNT)))


_GRAMS: Final = {
    "kg": Decimal(1000),
    "g": Decimal(1),
    "lbs": Decimal("453.59237"),
    "lb": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
}


def grams(cells: Cells, word: str, unit: str) -> int:
    """The weight in a cell as whole grams; 0 for none."""
    weight = cells.number_of(word, HEAVIEST)
    if weight is None or weight < 0:
        return 0
    return int(min((weight * _GRAMS[unit]).to_integral_value(ROUND_HALF_UP), Decimal(HEAVIEST)))


def is_unit_of_weight(unit: str) -> bool:
    return unit in _GRAMS
