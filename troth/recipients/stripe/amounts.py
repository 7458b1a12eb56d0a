"""Amounts as Stripe counts them. Ours are ISO 4217 minor units; so are theirs, but for a few currencies.

Source: docs.stripe.com/currencies, "Zero-decimal currencies", "Special cases" and "Three-decimal currencies".
"""

from __future__ import annotations

from ..payment import NotTheirWord, ProviderRefused

TWO_FOR_NONE = frozenset({"ISK", "UGX"})  # no decimals, yet counted in hundredths, in whole hundreds
THREE = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})  # the last digit must be 0


def to_stripe(amount: int, currency: str) -> int:
    """Raises ProviderRefused for an amount they cannot take."""
    if currency in TWO_FOR_NONE:
        return amount * 100
    if currency in THREE and amount % 10:
        raise ProviderRefused("their amounts in this currency end in 0")
    return amount


def from_stripe(amount: int, currency: str) -> int:
    """Raises NotTheirWord for a part of a unit that we cannot write down."""
    if currency not in TWO_FOR_NONE:
        return amount
    if amount % 100:
        raise NotTheirWord("a part of a currency that has no parts")
    return amount // 100
