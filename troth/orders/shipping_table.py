"""The weight table: what sending costs and how long it takes, by zone and weight. Pure; amounts in minor units of the
shop's currency, and in those of further currencies where a zone has prices of its own in them (docs/adr/0019).

It is all there is for a shop without a contract, and what stands in when a carrier does not answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

HOME, ELSEWHERE = "home", "*"  # in a zone's countries, beside codes of ISO 3166-1


class NotATable(ValueError):
    """Steps that make no sense. The message is a code: "empty", "order", "weight", "cheaper", "price" or "reach"."""


@dataclass(frozen=True, slots=True)
class Step:
    """`up_to`: grams, the last that it takes; None: any weight."""

    up_to: int | None
    price: int


@dataclass(frozen=True, slots=True)
class Own:
    """What a zone has written down in a further currency. No steps, or no `free_from`: that is reckoned by the rate."""

    steps: tuple[Step, ...] = ()
    free_from: int | None = None


NOTHING = Own()


@dataclass(frozen=True, slots=True)
class Zone:
    """`countries`: codes, HOME or ELSEWHERE. `working`: days, at least and at most; 0 at most: nobody can say.

    `further`: currency → what is written down in it.
    """

    countries: frozenset[str]
    working: tuple[int, int]
    steps: tuple[Step, ...]
    free_from: int | None = None
    further: Mapping[str, Own] = field(default_factory=dict)

    def price(self, grams: int) -> int | None:
        """Of the first step that takes so much; None where none does."""
        return _price(self.steps, grams)

    def own(self, grams: int, currency: str) -> int | None:
        """The same in a further currency; None where the rate has to do."""
        return _price(self.further.get(currency, NOTHING).steps, grams)

    def own_free_from(self, currency: str) -> int | None:
        """Likewise, of goods in that currency."""
        return self.further.get(currency, NOTHING).free_from


@dataclass(frozen=True, slots=True)
class Service:
    """A method. `carrier`: a recipient the policy declares, "" for the shop's own means. `service`: the carrier's.

    `words` and `remarks`: name and remark in further languages.
    """

    code: str
    carrier: str
    name: str
    zones: tuple[Zone, ...]
    service: str = ""
    offered: bool = True
    remark: str = ""
    words: Mapping[str, str] = field(default_factory=dict, compare=False)
    remarks: Mapping[str, str] = field(default_factory=dict, compare=False)

    def zone(self, country: str, home: str) -> Zone | None:
        """Where that country is, `home` being the shop's own: home first, then by its name, then everywhere else. None where it doesn't go."""
        asked = (HOME, country, ELSEWHERE) if country == home else (country, ELSEWHERE)
        return next((zone for name in asked for zone in self.zones if name in zone.countries), None)


@dataclass(frozen=True, slots=True)
class Table:
    """All methods in the order they appear, offered or not."""

    services: tuple[Service, ...] = ()

    def service(self, code: str) -> Service | None:
        return next((one for one in self.services if one.code == code), None)

    @property
    def offered(self) -> tuple[Service, ...]:
        return tuple(one for one in self.services if one.offered)


def _price(steps: Iterable[Step], grams: int) -> int | None:
    return next((step.price for step in steps if step.up_to is None or grams <= step.up_to), None)


def reaching(own: tuple[Step, ...], as_far_as: tuple[Step, ...]) -> tuple[Step, ...]:
    """Steps in a further currency, which end where the zone's do: no currency reaches further than another. Raises NotATable."""
    if own and as_far_as and own[-1].up_to != as_far_as[-1].up_to:
        raise NotATable("reach")
    return own


def steps(told: Iterable[tuple[int | None, int]]) -> tuple[Step, ...]:
    """From pairs of grams and price, the lightest first. Raises NotATable: nothing heavier may cost less."""
    found: list[Step] = []
    for up_to, price in told:
        if up_to is not None and up_to <= 0:
            raise NotATable("weight")
        if price < 0:
            raise NotATable("price")
        if found:
            before = found[-1]
            if before.up_to is None or (up_to is not None and up_to <= before.up_to):
                raise NotATable("order")
            if price < before.price:
                raise NotATable("cheaper")
        found.append(Step(up_to, price))
    if not found:
        raise NotATable("empty")
    return tuple(found)
