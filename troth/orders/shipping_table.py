"""The weight table: what sending costs and how long it takes, by zone and weight. Pure; amounts in minor units of the
shop's currency.

It is all there is for a shop without a contract, and what stands in when a carrier does not answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HOME = "US"  # where parcels leave from
HEAVIEST = 30_000  # grams; above that no parcel service takes it

EUROPE = frozenset(  # one a word: a list of forty-eight strings is read by nobody
    [
        "AD",
        "AL",
        "AT",
        "BA",
        "BE",
        "BG",
        "CH",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FO",
        "FR",
        "GB",
        "GG",
        "GI",
        "GL",
        "GR",
        "HR",
        "HU",
        "IE",
        "IM",
        "IS",
        "IT",
        "JE",
        "LI",
        "LT",
        "LU",
        "LV",
        "MC",
        "MD",
        "ME",
        "MK",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "RS",
        "SE",
        "SI",
        "SK",
        "SM",
        "UA",
        "VA",
        "XK",
        "AX",
    ]
)
HOME_SOIL = frozenset(["US", "PR", "VI", "GU", "AS", "MP", "UM"])


class Zone(StrEnum):
    HOME = "home"
    NEAR = "near"
    EUROPE = "europe"
    WORLD = "world"


@dataclass(frozen=True, slots=True)
class Service:
    """A row of the table. `prices`: per zone, the price up to each weight of `STEPS`. `working`: days, at least and at most."""

    code: str
    carrier: str  # a recipient the policy declares
    name: Promise
    days: dict[Zone, Promise]
    working: dict[Zone, tuple[int, int]]
    prices: dict[Zone, tuple[int, ...]]


STEPS = (500, 2_000, 10_000, HEAVIEST)  # grams

SERVICES: tuple[Service, ...] = (
    Service(
        code="usps_standard",
        carrier="usps",
        name=_("Standard, by USPS"),
        days={
            Zone.HOME: _("3 to 5 working days"),
            Zone.NEAR: _("6 to 10 working days"),
            Zone.EUROPE: _("8 to 14 working days"),
            Zone.WORLD: _("10 to 20 working days"),
        },
        working={Zone.HOME: (3, 5), Zone.NEAR: (6, 10), Zone.EUROPE: (8, 14), Zone.WORLD: (10, 20)},
        prices={
            Zone.HOME: (590, 890, 1490, 3900),
            Zone.NEAR: (1450, 2200, 4400, 8900),
            Zone.EUROPE: (1650, 2900, 6400, 12900),
            Zone.WORLD: (1850, 3400, 7900, 15900),
        },
    ),
    Service(
        code="ups_tracked",
        carrier="ups",
        name=_("Tracked to the door, by UPS"),
        days={
            Zone.HOME: _("2 to 3 working days"),
            Zone.NEAR: _("3 to 5 working days"),
            Zone.EUROPE: _("4 to 6 working days"),
            Zone.WORLD: _("5 to 8 working days"),
        },
        working={Zone.HOME: (2, 3), Zone.NEAR: (3, 5), Zone.EUROPE: (4, 6), Zone.WORLD: (5, 8)},
        prices={
            Zone.HOME: (990, 1390, 2290, 5400),
            Zone.NEAR: (2400, 3300, 5900, 11900),
            Zone.EUROPE: (2900, 4200, 8400, 16900),
            Zone.WORLD: (3400, 5200, 10900, 21900),
        },
    ),
    Service(
        code="fedex_express",
        carrier="fedex",
        name=_("Express, by FedEx"),
        days={
            Zone.HOME: _("next working day"),
            Zone.NEAR: _("1 to 2 working days"),
            Zone.EUROPE: _("2 to 3 working days"),
            Zone.WORLD: _("3 to 5 working days"),
        },
        working={Zone.HOME: (1, 1), Zone.NEAR: (1, 2), Zone.EUROPE: (2, 3), Zone.WORLD: (3, 5)},
        prices={
            Zone.HOME: (2490, 3290, 4990, 9900),
            Zone.NEAR: (3900, 5200, 9400, 18900),
            Zone.EUROPE: (4400, 6200, 11900, 23900),
            Zone.WORLD: (5200, 7400, 14900, 29900),
        },
    ),
)


def zone_of(country: str) -> Zone:
    if country in HOME_SOIL:
        return Zone.HOME
    if country in ("CA", "MX"):
        return Zone.NEAR
    return Zone.EUROPE if country in EUROPE else Zone.WORLD


def step_of(grams: int) -> int:
    """The place of the first of `STEPS` that takes so much. Only up to HEAVIEST."""
    return next(place for place, limit in enumerate(STEPS) if grams <= limit)


def service(code: str) -> Service | None:
    """A method of an order placed earlier, whatever it costs today."""
    return next((one for one in SERVICES if one.code == code), None)
