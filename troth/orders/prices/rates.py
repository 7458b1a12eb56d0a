"""Which tax a thing carries in a place. Pure. Rates are thousandths of a per cent: 6.25% is 6250, 8.875% is 8875."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

WHOLE = 100_000  # thousandths of a per cent in one
STANDARD, EXEMPT = "standard", "exempt"


@dataclass(frozen=True, slots=True)
class Place:
    """`country`: ISO 3166-1; `region`: as the country's addresses have it ("MA"), "" where it has none.

    `postcode`: as it was typed, where it is known; it finds a rate below the state's, and is part of nothing else.
    """

    country: str
    region: str = ""
    postcode: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Rate:
    """One row of the shop's taxes. `region` "" means the whole country.

    `included`: prices in the shop contain it. `shipping`: it falls on what sending costs, too. `words`: its name in further
    languages.
    """

    country: str
    region: str
    tax_class: str
    rate: int
    name: str
    included: bool = False
    shipping: bool = True
    words: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Rates:
    """All rows. The nearest wins: region before country, then the thing's own class before the standard one."""

    rows: tuple[Rate, ...] = ()
    _by: dict[tuple[str, str, str], Rate] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by = {(row.country, row.region, row.tax_class): row for row in self.rows}
        object.__setattr__(self, "_by", by)

    def of(self, place: Place, tax_class: str) -> Rate | None:
        """The row for things of this class in this place; None where they carry no tax."""
        found = self.row(place, tax_class)
        return found if found is not None and found.rate else None

    def row(self, place: Place, tax_class: str) -> Rate | None:
        """The same, also where it says that there is none."""
        if tax_class == EXEMPT:
            return None
        for region in dict.fromkeys((place.region, "")):
            for name in dict.fromkeys((tax_class or STANDARD, STANDARD)):
                if row := self._by.get((place.country, region, name)):
                    return row
        return None

    def anywhere_in(self, country: str) -> tuple[Rate, ...]:
        """Rows of a country that come on top of prices, for a page that doesn't know the region yet."""
        return tuple(row for row in self.rows if row.country == country and row.rate and not row.included)

    def countries(self) -> frozenset[str]:
        return frozenset(row.country for row in self.rows)


def rates(rows: Iterable[Rate]) -> Rates:
    return Rates(tuple(rows))


def in_words(rate: int) -> str:
    """6250 → "6.25", 19000 → "19": without the sign, for machines and for `format`."""
    whole, rest = divmod(rate, 1000)
    return f"{whole}.{rest:03}".rstrip("0").rstrip(".")
