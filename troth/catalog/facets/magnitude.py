"""The order of values as people expect it: 500 µL, 2 mL, 50 mL, 1 L; then words by the alphabet."""

from __future__ import annotations

import re
from functools import lru_cache

_MEASURE = re.compile(
    r"^(?P<sign>[-\u2212\u2013]?)(?P<number>\d+(?:[.,]\d+)*)\s*(?P<unit>[^\d\s]*)(?P<rest>.*)$", re.DOTALL
)
# SI prefixes (BIPM, The International System of Units, 9th edition, table 7) that goods are measured with.
_PREFIXES = {"n": 1e-9, "µ": 1e-6, "μ": 1e-6, "u": 1e-6, "m": 1e-3, "c": 1e-2, "d": 1e-1, "k": 1e3, "M": 1e6}
_UNITS = ("mol", "Pa", "Hz", "m", "l", "L", "g", "W", "V", "A", "s", "J", "N")

Key = tuple[int, str, float, str]


@lru_cache(maxsize=20_000)
def key(value: str) -> Key:
    """To sort by: measures of one unit by their size, everything else by its letters."""
    found = _MEASURE.match(value)
    if found is None:
        return (1, "", 0.0, value.casefold())
    number = _number(found["number"]) * (-1 if found["sign"] else 1)
    unit, factor = _unit(found["unit"])
    return (0, unit, number * factor, found["rest"].casefold())


def _number(text: str) -> float:
    """ "1,000" and "1.5"; what has both, or several points, is read without the marks of thousands."""
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", text):
        return float(text.replace(",", ""))
    whole, mark, rest = text.replace(",", ".").rpartition(".")
    return float(f"{whole.replace('.', '')}.{rest}") if mark else float(rest)


def _unit(text: str) -> tuple[str, float]:
    if text in _UNITS:
        return text.casefold(), 1.0
    if text[:1] in _PREFIXES and text[1:] in _UNITS:
        return text[1:].casefold(), _PREFIXES[text[0]]
    return text.casefold(), 1.0
