"""What a page shows of the ways to narrow its list. Frozen; templates only read."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from troth.catalog.money import Money


@dataclass(frozen=True, slots=True)
class Asked:
    """How somebody wants a list narrowed. Answers of one name widen each other, different names narrow.

    `answers`: (name, value) as `Facet` shows them. `least` and `most` are in whole units of the list's currency.
    """

    answers: frozenset[tuple[str, str]] = frozenset()
    makers: frozenset[str] = frozenset()
    least: Decimal | None = None
    most: Decimal | None = None
    available: bool = False

    @property
    def anything(self) -> bool:
        return bool(self.answers or self.makers or self.available) or self.least is not None or self.most is not None


NOTHING = Asked()


@dataclass(frozen=True, slots=True)
class FacetValue:
    """`count`: products left if this, too, were chosen (of its own facet, in its place)."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A question with its answers: the first few, and those behind "more". What is chosen is always among the first."""

    name: str
    first: tuple[FacetValue, ...]
    more: tuple[FacetValue, ...] = ()

    @property
    def values(self) -> tuple[FacetValue, ...]:
        return self.first + self.more


@dataclass(frozen=True, slots=True)
class PriceSpan:
    """From the cheapest to the dearest thing of the whole list."""

    least: Money
    most: Money


@dataclass(frozen=True, slots=True)
class Facets:
    """All ways to narrow one list. `asked` is what was understood of the question: what this list does not know is left out.

    `price` is None where products have different currencies or all cost the same; `makers` where there is but one.
    `available` is None where nothing is sold out. `before` counts the products of the list that is narrowed.
    """

    asked: Asked = NOTHING
    before: int = 0
    answers: tuple[Facet, ...] = field(default=())
    makers: Facet | None = None
    price: PriceSpan | None = None
    available: FacetValue | None = None

    @property
    def offered(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self.answers or self.makers or self.price or self.available)


NO_FACETS = Facets()
