"""The weight table: what sending costs and how long it takes, by zone and weight. Pure; amounts in minor units of the
shop's currency.

It is all there is for a shop without a contract, and what stands in when a carrier does not answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

HOME, ELSEWHERE = "home", "*"  # in a zone's countries, beside codes of ISO 3166-1


class NotATable(ValueError):
    """Steps that make no sense. The message is a code: "empty", "order", "weight", "cheaper" or "price"."""


@dataclass(frozen=True, slots=True)
class Step:
    """`up_to`: grams, the last that it takes; None: any weight."""

    up_to: int | None
    price: int


@dataclass(frozen=True, slots=True)
class Zone:
    """`countries`: codes, HOME or ELSEWHERE. `working`: days, at least and at most; 0 at most: nobody can say."""

    countries: frozenset[str]
    working: tuple[int, int]
    steps: tuple[Step, ...]
    free_from: int | None = None

    def price(self, grams: int) -> int | None:
        """Of the first step that takes so much; None where none does."""
        return next((step.price for step in self.steps if step.up_to is None or grams <= step.up_to), None)


@dataclass(frozen=True, slots=True)
class Service:
    """A method. `carrier`: a recipient the policy declares, "" for the shop's own means. `service`: the carrier's."""

    code: str
    carrier: str
    name: str
    zones: tuple[Zone, ...]
    service: str = ""
    offered: bool = True

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
