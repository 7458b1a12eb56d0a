"""What a partner says a campaign did on one day: its words for the door `campaigns` (`inbound`). Sums, and nothing of anybody.

POST, signed as `inbound.reading` says
{"id": "c-4711", "campaign": "spring-lab", "day": "2026-11-22", "shown": 1200, "clicked": 31,
 "cost": "12.50", "currency": "USD", "voucher": "SPRING10"}

A campaign's name is a short word of small letters: no room for somebody's number. Which orders came of it, the shop counts
itself, by the voucher that went with the campaign.

    read(partner, body, headers)       a frozen `Day`, or NotTheirWord, or LookupError where there is no such partner
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from babel.numbers import get_currency_precision, list_currencies
from django.utils import timezone

from .. import inbound
from ..inbound import Door
from ..inbound.reading import shaped
from ..payment import NotTheirWord

OLDEST = 90  # days that may still be put right
MOST = 10**10  # of anything on one day
_CAMPAIGN = re.compile(r"[a-z][a-z-]{1,29}(?:-20\d\d)?\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_COST = re.compile(r"\d{1,9}(?:\.\d{1,4})?\Z")
_CURRENCY = re.compile(r"[A-Z]{3}\Z")
_VOUCHER = re.compile(r"[A-Z0-9-]{3,32}\Z")
_NAMES = frozenset({"campaign", "day", "shown", "clicked", "cost", "currency", "voucher"})


@dataclass(frozen=True, slots=True)
class Day:
    """`cost` in minor units of `currency`. `dropped`: how much it said beside what it may say; nothing of that was kept."""

    id: str
    campaign: str
    day: date
    shown: int
    clicked: int
    cost: int
    currency: str
    voucher: str
    dropped: int = 0


def read(partner: str, body: bytes, headers: Mapping[str, str]) -> Day:
    """Raises LookupError for a partner there is not, NotTheirWord for what is forged, late, too long or makes no sense."""
    word = inbound.read(Door.CAMPAIGNS, partner, body, headers, _NAMES)
    told, currency = word.told, shaped(_CURRENCY, word.told.get("currency"))
    if currency not in list_currencies():
        raise NotTheirWord("a currency that is none")
    voucher = told.get("voucher", "")
    return Day(
        id=word.id,
        campaign=shaped(_CAMPAIGN, told.get("campaign")),
        day=_day(shaped(_DAY, told.get("day"))),
        shown=_many(told.get("shown")),
        clicked=_many(told.get("clicked")),
        cost=_minor(shaped(_COST, told.get("cost")), currency),
        currency=currency,
        voucher=shaped(_VOUCHER, voucher) if voucher else "",
        dropped=word.dropped,
    )


def _day(told: str) -> date:
    try:
        day = date.fromisoformat(told)
    except ValueError:
        raise NotTheirWord("a day that is none") from None
    today = timezone.localdate()
    # It may be tomorrow already where the partner is.
    if not today - timedelta(days=OLDEST) <= day <= today + timedelta(days=1):
        raise NotTheirWord("a day long past, or to come")
    return day


def _many(told: object) -> int:
    if not isinstance(told, int) or isinstance(told, bool) or not 0 <= told <= MOST:
        raise NotTheirWord("a number that is none")
    return told


def _minor(told: str, currency: str) -> int:
    try:
        amount = Decimal(told).scaleb(get_currency_precision(currency))
    except InvalidOperation:
        raise NotTheirWord("an amount that is none") from None
    if amount != amount.to_integral_value():
        raise NotTheirWord("an amount finer than the currency")
    return int(amount)
