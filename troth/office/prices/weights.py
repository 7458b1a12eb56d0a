"""Prices by weight as people type them, one a line: "500 g: 5.90". A price alone holds for any weight."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext

from troth.catalog.money import Money, NotAnAmount, minor_units
from troth.orders.shipping_table import NotATable, steps

LINE = re.compile(r"(?:(?P<grams>[0-9]{1,9})\s*g?\s*[:=]\s*)?(?P<price>[^:=]+)\Z", re.ASCII | re.IGNORECASE)
MOST = 40  # lines


class NotPrices(ValueError):
    """The message is for the person who typed them, and names the line."""


def read(text: str, currency: str) -> list[list[int | None]]:
    """Pairs of grams (None: any weight) and minor units. Raises NotPrices."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise NotPrices(gettext("Type a price at least."))
    if len(lines) > MOST:
        raise NotPrices(gettext("%(most)s lines at most.") % {"most": MOST})
    told = [_pair(number, line, currency) for number, line in enumerate(lines, 1)]
    for number in range(1, len(told) + 1):
        try:
            steps(told[:number])
        except NotATable as wrong:
            raise NotPrices(_why(str(wrong)) % {"line": number}) from None
    return [list(pair) for pair in told]


def written(told: Any, currency: str) -> str:
    return "\n".join(
        Money(price, currency).plain if grams is None else f"{grams} g: {Money(price, currency).plain}"
        for grams, price in told
    )


def _pair(number: int, line: str, currency: str) -> tuple[int | None, int]:
    found = LINE.match(line)
    if found is None:
        raise NotPrices(gettext("Line %(line)s is none such as “500 g: 5.90”.") % {"line": number})
    try:
        price = minor_units(found["price"].strip(), currency)
    except NotAnAmount as wrong:
        raise NotPrices(gettext("Line %(line)s: %(why)s") % {"line": number, "why": wrong}) from None
    return (int(found["grams"]) if found["grams"] else None), price


def _why(code: str) -> str:
    words = {
        "weight": gettext("Line %(line)s: a weight above 0 g, please."),
        "order": gettext(
            "Line %(line)s: weights go from light to heavy, and nothing comes after a price for any weight."
        ),
        "cheaper": gettext("Line %(line)s: what is heavier can't cost less than what is lighter."),
    }
    return words.get(code, gettext("Line %(line)s is none such as “500 g: 5.90”."))
