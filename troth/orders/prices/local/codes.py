"""Postal codes as numbers, in the order of the codes. Pure.

Letters and figures are the digits of a number to the base of 37, filled up at the end; so all that begin with "021" lie
between two numbers, whatever follows.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 10  # letters and figures: Iran's are the longest (Unicode CLDR)
BASE: Final = 37
_SIGNS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # 1 to 36; 0 is "nothing follows"
_VALUE: Final = {sign: place for place, sign in enumerate(_SIGNS, 1)}
_ZIP: Final = re.compile(r"(\d{5})(?:\d{4})?\Z", re.ASCII)


def plain(country: str, written: str) -> str:
    """Without spaces and hyphens, in capital letters; a ZIP+4 by its five figures. "" for what is no postal code."""
    code = re.sub(r"[\s-]+", "", written).upper() if written.isascii() else ""
    if country == "US":
        found = _ZIP.match(code)
        return found[1] if found else ""
    return code if 0 < len(code) <= LONGEST and all(sign in _VALUE for sign in code) else ""


def number(code: str) -> int:
    """Of a code as `plain` has it, or the beginning of one: the first of all that begin so."""
    return _filled(code, 0)


def last(beginning: str) -> int:
    """The last of all codes that begin so."""
    return _filled(beginning, BASE - 1)


def written(number: int) -> str:
    """Back again: the code, or the beginning of those it is the first of."""
    signs = []
    for _place in range(LONGEST):
        number, digit = divmod(number, BASE)
        signs.append(digit)
    code = "".join(_SIGNS[digit - 1] if digit else " " for digit in reversed(signs))
    return code.rstrip()


def _filled(code: str, digit: int) -> int:
    found = 0
    for place in range(LONGEST):
        found = found * BASE + (_VALUE[code[place]] if place < len(code) else digit)
    return found
