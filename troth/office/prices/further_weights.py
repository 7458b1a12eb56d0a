"""A zone's prices in further currencies as people type them: "EUR 500 g: 4.90", one a line, and "EUR free from 50.00"."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from troth.catalog.money import Money, NotAnAmount, minor_units
from troth.orders.shipping_table import NotATable, reaching, steps

from . import weights
from .weights import NotPrices

LINE = re.compile(r"(?P<code>[A-Za-z]{3})\s+(?P<rest>\S.*)\Z", re.ASCII)
FREE = "free from"  # understood in every language, beside the language's own words

type Pairs = Sequence[Sequence[int | None]]


def read(text: str, zone: Pairs, currencies: Collection[str]) -> dict[str, dict[str, Any]]:
    """As `ShippingZone.further` has it. `zone`: the prices in the shop's own currency. Raises NotPrices."""
    told: dict[str, list[str]] = {}
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        found = LINE.match(line)
        if found is None:
            raise NotPrices(gettext("Line %(line)s is none such as “EUR 500 g: 4.90”.") % {"line": number})
        code = found["code"].upper()
        if code not in currencies:
            raise NotPrices(gettext("The shop does not sell in %(code)s. Add it under Currencies.") % {"code": code})
        told.setdefault(code, []).append(found["rest"])
    return {code: _own(code, lines, zone) for code, lines in told.items()}


def written(further: Mapping[str, Mapping[str, Any]]) -> str:
    lines = []
    for code, own in sorted(further.items()):
        lines += [f"{code} {line}" for line in weights.written(own.get("steps", []), code).splitlines()]
        if own.get("free_from") is not None:
            lines.append(f"{code} {gettext('free from')} {Money(own['free_from'], code).plain}")
    return "\n".join(lines)


def _own(code: str, lines: Sequence[str], zone: Pairs) -> dict[str, Any]:
    borders = [border for line in lines if (border := _border(line)) is not None]
    priced = "\n".join(line for line in lines if _border(line) is None)
    if len(borders) > 1:
        raise NotPrices(gettext("%(code)s: it is free from one value only.") % {"code": code})
    try:
        own = weights.read(priced, code) if priced else []
        reaching(_steps(own), _steps(zone))
        return {"steps": own, "free_from": minor_units(borders[0], code) if borders else None}
    except (NotPrices, NotAnAmount) as wrong:
        raise NotPrices(f"{code}: {wrong}") from None
    except NotATable:
        words = gettext("%(code)s: the last line has to take as much weight as the last one above.")
        raise NotPrices(words % {"code": code}) from None


def _border(line: str) -> str | None:
    """The amount behind "free from"; None for a line of prices."""
    begins = (words for words in (gettext("free from"), FREE) if line.casefold().startswith(f"{words.casefold()} "))
    found = next(begins, None)
    return None if found is None else line[len(found) :].strip()


def _steps(pairs: Pairs) -> Any:
    return steps((up_to, price or 0) for up_to, price in pairs) if pairs else ()
