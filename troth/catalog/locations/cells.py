"""What lies at other locations than the main one, as one cell of a table: "harbour 5; cellar 2"."""

from __future__ import annotations

from collections.abc import Mapping

_LARGEST = 1_000_000_000


def written(there: Mapping[str, int]) -> str:
    """By the alphabet of the places' short names; "" for nothing."""
    return "; ".join(f"{code} {there[code]}" for code in sorted(there) if there[code])


def read(text: str) -> tuple[dict[str, int], list[str]]:
    """What lies where, and those parts that say no place and number, or a place twice."""
    there: dict[str, int] = {}
    wrong: list[str] = []
    for part in filter(None, map(str.strip, text.split(";"))):
        code, _space, number = part.rpartition(" ")
        if not code or code in there or not (number.isascii() and number.isdigit() and int(number) <= _LARGEST):
            wrong.append(part)
        else:
            there[code] = int(number)
    return {code: many for code, many in there.items() if many}, wrong
