"""The ways to send a parcel, what each costs, and when it arrives.

The price is the table's; where the shop has a contract, it is the carrier's own (see `quotes`). Which method is chosen
decides which carrier is told the address, so every method names its carrier, and the checkout says so.

methods(country, grams)                  of a parcel
methods(country, grams, contents)        of a basket: in a zone that says so it is free from a value of goods
method(code, country, grams, contents)   one of them
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import get_language, gettext

from troth.catalog.money import Money

from . import quotes, sent_by
from .basket_contents import Contents
from .prices import book
from .prices.book import Book
from .shipping_table import Service, Zone

PACKING = 1  # working days until a parcel has left


@dataclass(frozen=True, slots=True)
class Method:
    """A way to send this parcel to this country: what it is called, costs, and who is told. `working`: days on the way.

    `carrier`: "" where the shop carries it by its own means, and nobody is told. `price`: minor units of the price tags'
    currency; `own`: in the basket's, where the shop wrote it down. `remark`: a sentence below the name.
    """

    code: str
    carrier: str
    name: str
    days: str
    price: int
    working: tuple[int, int] = (0, 0)
    service: str = ""
    plain: str = ""  # the name as the shop wrote it down for this language; one that came with the program, in English
    remark: str = ""
    own: Money | None = None

    @property
    def costs(self) -> int | Money:
        """What `priced` wants to know."""
        return self.price if self.own is None else self.own

    @property
    def is_free(self) -> bool:
        """In the basket's currency: free in one, it may cost something in another."""
        return not (self.price if self.own is None else self.own.amount)

    @property
    def arrives(self) -> str:
        """ "about 26 to 30 November", reckoned from today; "" where nobody can say."""
        return _arrives(self.working, timezone.localdate(), get_language()) if self.working[1] else ""


def home() -> str:
    """The country the shop is in, as its policy says."""
    return book.seller().country


def services() -> tuple[Service, ...]:
    """All methods there are, offered or not, in the order they appear. One query."""
    return book.current().sending.services


def methods(
    country: str, grams: int, contents: Contents | None = None, *, worth: Money | None = None
) -> Sequence[Method]:
    """The ways to send `grams` to `country`, as the shop orders them; where carriers name prices, the cheapest first.

    `worth`: of the goods, where there is no basket. Empty when nothing goes there, or the parcel is too heavy for all. No query with a basket's contents, one without.
    """
    told = book.at(contents.stamp) if contents else book.current()
    table, worth = told.sending, contents.goods if contents else worth
    placed = [(one, zone) for one in table.offered if (zone := one.zone(country, told.seller.country))]
    found = [each for one, zone in placed if (each := _by_table(one, zone, grams, told, worth))]
    if settings.TROTH.carrier != "karrio" or not found:
        return tuple(found)
    asked = quotes.of(country, grams, [one for one in table.offered if one.code in {each.code for each in found}])
    priced = [_by_carrier(each, asked.get(each.code)) for each in found if not each.carrier or each.code in asked]
    return tuple(sorted(priced, key=lambda one: one.price))


def method(code: str, country: str, grams: int, contents: Contents | None = None) -> Method | None:
    """The one with this code, if it goes there with that weight."""
    return next((one for one in methods(country, grams, contents) if one.code == code), None)


def days_in_words(working: tuple[int, int]) -> str:
    """ "2 to 3 working days"; "" where nobody can say."""
    first, last = working
    if not last:
        return ""
    if first == last == 1:
        return gettext("next working day")
    if first == last:
        return quotes.days_in_words(last)
    return gettext("%(first)s to %(last)s working days") % {"first": first, "last": last}


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


def _by_table(one: Service, zone: Zone, grams: int, told: Book, worth: Money | None) -> Method | None:
    price = zone.price(grams)
    if price is None:
        return None
    own = _own(zone, told, grams, worth)
    if worth is not None and _is_free(zone, told, worth):
        price, own = 0, None
    name, days = sent_by.in_words(one.name), days_in_words(zone.working)
    return Method(one.code, one.carrier, name, days, price, zone.working, one.service, str(one.name), one.remark, own)


def _own(zone: Zone, told: Book, grams: int, worth: Money | None) -> Money | None:
    """What is written down in the basket's currency, if that is one of the shop's further ones."""
    if worth is None or worth.currency not in told.currencies:
        return None
    price = zone.own(grams, worth.currency)
    return None if price is None else Money(price, worth.currency)


def _is_free(zone: Zone, told: Book, worth: Money) -> bool:
    """By the price tags, before vouchers. In a further currency by the border written down in it, else reckoned as prices of
    sending are."""
    further = told.currencies.get(worth.currency)
    border = zone.own_free_from(worth.currency) if further else zone.free_from
    if border is None and further and zone.free_from is not None:
        border = further.sending(zone.free_from)
    return border is not None and worth.amount >= border


def _by_carrier(one: Method, told: quotes.Told | None) -> Method:
    """With the carrier's price and days, if there is an answer; else as the table has it. What is free stays free.

    The table's prices in further currencies are its own; the carrier's is reckoned by the rate.
    """
    if told is None:
        return one
    working = (told.days, told.days) if told.days else one.working
    days = one.days if told.days is None else quotes.days_in_words(told.days)
    return replace(one, days=days, price=0 if one.is_free else told.price, working=working, own=None)


def _said(first: date, last: date) -> str:
    """The day alone where the month is the same: "26 to 30 November". Only where the language writes the day first."""
    month_first = not formats.get_format("MONTH_DAY_FORMAT").lstrip("\\").startswith(("j", "d"))
    if first.month != last.month or month_first:
        return formats.date_format(first, "MONTH_DAY_FORMAT")
    day = formats.get_format("MONTH_DAY_FORMAT").partition(" ")[0]  # "j", or "j." where the day has a full stop
    return formats.date_format(first, day)
