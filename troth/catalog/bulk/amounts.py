"""The arithmetic of prices that many products share. Pure and exact; amounts are minor units of a currency."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext

from troth.catalog.money import LARGEST_AMOUNT, decimals

from .asked import Nonsense, PriceBy, PriceEdit, Rounding


def priced(price: int, currency: str, edit: PriceEdit) -> int:
    """The new price. Raises Nonsense for an amount the currency does not have; may be below zero or too large."""
    if edit.by is PriceBy.SET:
        return minor(edit.number, currency)
    if edit.by is PriceBy.AMOUNT:
        wanted = Decimal(price + minor(edit.number, currency))
    else:
        wanted = Decimal(price) * (100 + edit.number) / 100
    return rounded(wanted, currency, edit.rounding)


def rounded(amount: Decimal, currency: str, rounding: Rounding) -> int:
    """Halves go up. A currency without a smaller coin has no .99; there it is rounded to the coin."""
    unit = 10 ** decimals(currency)
    match rounding:
        case Rounding.FIVE:
            return _to(amount, 5)
        case Rounding.WHOLE:
            return _to(amount, unit)
        case Rounding.NINE if unit > 1 and amount > 0:
            return max(_to(amount + 1, unit), unit) - 1
        case _:
            return _to(amount, 1)


def _to(amount: Decimal, step: int) -> int:
    return int((amount / step).to_integral_value(ROUND_HALF_UP)) * step


def minor(number: Decimal, currency: str) -> int:
    """Raises Nonsense."""
    scaled = number.scaleb(decimals(currency))
    if scaled != scaled.to_integral_value():
        words = gettext("“%(text)s” has more decimals than %(code)s knows.")
        raise Nonsense(words % {"text": number, "code": currency})
    if abs(scaled) > LARGEST_AMOUNT:
        raise Nonsense(gettext("“%(text)s” is too large.") % {"text": number})
    return int(scaled)
