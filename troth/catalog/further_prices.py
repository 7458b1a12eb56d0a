"""Prices in further currencies as one cell of a table: "EUR 24.90; GBP 21.00"."""

from __future__ import annotations

from collections.abc import Mapping

from .money import Money, NotAnAmount, is_currency, minor_units


def written(prices: Mapping[str, int]) -> str:
    """By the alphabet of the codes; "" for none. `prices`: code → minor units."""
    return "; ".join(f"{code} {Money(prices[code], code).plain}" for code in sorted(prices))


def read(text: str) -> tuple[dict[str, int], list[str]]:
    """The prices, and those parts that are none: another word, no amount of that currency, or a currency told twice."""
    prices: dict[str, int] = {}
    wrong: list[str] = []
    for part in filter(None, map(str.strip, text.split(";"))):
        code, _space, amount = part.partition(" ")
        price = _price(code, amount)
        if price is None or code in prices:
            wrong.append(part)
        else:
            prices[code] = price
    return prices, wrong


def _price(code: str, amount: str) -> int | None:
    if not is_currency(code):
        return None
    try:
        price = minor_units(amount, code)
    except NotAnAmount:
        return None
    return price if price >= 0 else None
