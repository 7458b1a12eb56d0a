"""Amounts of money: whole minor units of an ISO 4217 currency, and their words in a language.

The number of decimals belongs to the currency (JPY 0, USD 2, KWD 3), as CLDR has it; nothing here
assumes two. Floats never appear.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.numbers import format_currency, get_currency_precision, list_currencies
from django.utils.translation import get_language, gettext

# What a 64-bit column and a sane price have in common; anything larger is a typing error.
LARGEST_AMOUNT = 10**13


class NotAnAmount(ValueError):
    """The text is no amount of this currency. The message is a sentence for people."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """`amount` minor units of `currency`: Money(2490, "USD") is $24.90, Money(2490, "JPY") is ¥2,490."""

    amount: int
    currency: str

    @property
    def text(self) -> str:
        """In the language of the page: "$24.90", "24,90 $"."""
        return spelled(self.amount, self.currency, get_language() or "en")

    @property
    def plain(self) -> str:
        """For machines: "24.90", with as many decimals as the currency has."""
        return str(decimal_of(self.amount, self.currency))

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=512)
def decimals(currency: str) -> int:
    """How many decimals the currency has. Raises NotAnAmount for an unknown code."""
    if not is_currency(currency):
        raise NotAnAmount(gettext("“%(code)s” is not a currency code.") % {"code": currency})
    return get_currency_precision(currency)


@lru_cache(maxsize=1)
def _known_currencies() -> frozenset[str]:
    return frozenset(list_currencies())


def is_currency(code: str) -> bool:
    return code in _known_currencies()


def decimal_of(amount: int, currency: str) -> Decimal:
    """Money(2490, "USD") as Decimal("24.90")."""
    return Decimal(amount).scaleb(-decimals(currency))


def minor_units(text: str, currency: str) -> int:
    """Read "24.9", "500" or "1000.00" exactly. Raises NotAnAmount; never rounds.

    A comma as decimal mark is accepted when it can mean nothing else ("24,90"), because European
    spreadsheets write one.
    """
    places = decimals(currency)
    number = _number(text)
    if number < 0:
        raise NotAnAmount(gettext("“%(text)s” is below zero.") % {"text": text[:40]})
    if number > LARGEST_AMOUNT:
        raise NotAnAmount(gettext("“%(text)s” is too large.") % {"text": text[:40]})
    scaled = number.scaleb(places)
    if scaled != scaled.to_integral_value():
        raise NotAnAmount(
            gettext("“%(text)s” has more decimals than %(code)s knows.") % {"text": text[:40], "code": currency}
        )
    if scaled > LARGEST_AMOUNT:
        raise NotAnAmount(gettext("“%(text)s” is too large.") % {"text": text[:40]})
    return int(scaled)


def _number(text: str) -> Decimal:
    cleaned = text.strip()
    whole, comma, cents = cleaned.partition(",")
    if comma and "." not in cleaned and "," not in cents and len(cents) in (1, 2):
        cleaned = f"{whole}.{cents}"
    # Decimal() also reads "1_000", "NaN", "1e9" and digits of other scripts; a price is none of these.
    plain = cleaned.isascii() and set(cleaned) <= set("+-.0123456789") and len(cleaned) <= 40
    try:
        if not plain:
            raise InvalidOperation
        return Decimal(cleaned)
    except InvalidOperation:
        raise NotAnAmount(gettext("“%(text)s” is not a number.") % {"text": text[:40]}) from None


@lru_cache(maxsize=8192)
def spelled(amount: int, currency: str, language: str) -> str:
    """The amount in words of a language ("en", "de-at"). Unknown languages read English."""
    return format_currency(decimal_of(amount, currency), currency, locale=_locale(language))


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
