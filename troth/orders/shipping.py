"""The ways to send a parcel, what each costs, and when it arrives.

The price is the table's; where the shop has a contract, it is the carrier's own (see `quotes`). Which method is chosen
decides which carrier is told the address, so every method names its carrier, and the checkout says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.conf import settings
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext

from . import quotes, shipping_table
from .shipping_table import HEAVIEST, HOME, SERVICES, STEPS, Service, Zone, service, zone_of

__all__ = [
    "HEAVIEST",
    "HOME",
    "SERVICES",
    "STEPS",
    "Method",
    "Service",
    "Zone",
    "arrival",
    "method",
    "methods",
    "service",
    "zone_of",
]

PACKING = 1  # working days until a parcel has left


@dataclass(frozen=True, slots=True)
class Method:
    """A way to send this parcel to this country: what it is called, costs, and who is told. `working`: days on the way."""

    code: str
    carrier: str
    name: str | Promise
    days: str | Promise
    price: int
    working: tuple[int, int] = (0, 0)

    @property
    def arrives(self) -> str:
        """ "about 26 to 30 November", reckoned from today; "" where nobody can say."""
        return _arrives(self.working, timezone.localdate(), get_language()) if self.working[1] else ""


def methods(country: str, grams: int) -> Sequence[Method]:
    """The ways to send `grams` to `country`, cheapest first; empty when the parcel is too heavy for all."""
    if grams > HEAVIEST:
        return ()
    found = [_by_table(one, zone_of(country), shipping_table.step_of(grams)) for one in SERVICES]
    if settings.TROTH.carrier != "karrio":
        return tuple(found)
    asked = quotes.of(country, STEPS[shipping_table.step_of(grams)])
    priced = [_by_carrier(one, asked[one.code]) for one in found if one.code in asked]
    return tuple(sorted(priced, key=lambda one: one.price))


def method(code: str, country: str, grams: int) -> Method | None:
    """The one with this code, if it goes there with that weight."""
    return next((one for one in methods(country, grams) if one.code == code), None)


def arrival(working_days: int, start: date | None = None) -> date:
    """The day so many working days after the start (today). Saturdays and Sundays do not count; holidays do."""
    day = start or timezone.localdate()
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= day.weekday() < 5
    return day


@lru_cache(maxsize=256)
def _arrives(working: tuple[int, int], today: date, language: str | None) -> str:
    first, last = (arrival(days + PACKING, today) for days in working)
    if first == last:
        return gettext("about %(day)s") % {"day": formats.date_format(first, "MONTH_DAY_FORMAT")}
    days = {"first": _said(first, last), "last": formats.date_format(last, "MONTH_DAY_FORMAT")}
    return gettext("about %(first)s to %(last)s") % days


def _by_table(one: Service, zone: Zone, step: int) -> Method:
    return Method(one.code, one.carrier, one.name, one.days[zone], one.prices[zone][step], one.working[zone])


def _by_carrier(one: Method, told: quotes.Told | None) -> Method:
    """With the carrier's price and days, if there is an answer; else as the table has it."""
    if told is None:
        return one
    working = (told.days, told.days) if told.days else one.working
    days = one.days if told.days is None else quotes.days_in_words(told.days)
    return Method(one.code, one.carrier, one.name, days, told.price, working)


def _said(first: date, last: date) -> str:
    """The day alone where the month is the same: "26 to 30 November". Only where the language writes the day first."""
    month_first = not formats.get_format("MONTH_DAY_FORMAT").lstrip("\\").startswith(("j", "d"))
    if first.month != last.month or month_first:
        return formats.date_format(first, "MONTH_DAY_FORMAT")
    day = formats.get_format("MONTH_DAY_FORMAT").partition(" ")[0]  # "j", or "j." where the day has a full stop
    return formats.date_format(first, day)
