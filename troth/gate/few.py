"""Figures about people that point at nobody: small groups vanish into a larger one, and what is left is rounded.

A group of fewer than `FEW` is not shown. Its number could be had back by taking what is shown from the total, so what
is hidden is put together into a rest of several groups and at least `FEW` people, if need be with the smallest of the
groups that could be shown. All numbers are then rounded to `FEW`, the total is the sum of what is shown, and one
person more or less can be seen in nothing that was shown before and after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

FEW = 5
TOGETHER = 2  # how many groups a rest has at least: of a single one the rest would be the number


@dataclass(frozen=True, slots=True)
class Figures:
    """`rows`: name and number of people, largest first. `rest`: how many are in the groups not named; None: nobody is.

    `total` is None where there are too few people to say anything.
    """

    rows: tuple[tuple[str, int], ...]
    rest: int | None
    total: int | None


def grouped(counts: Mapping[str, int]) -> Figures:
    """What may be shown of these groups, none of which a person is in twice."""
    largest_first = sorted((item for item in counts.items() if item[1] > 0), key=lambda item: (-item[1], item[0]))
    shown = [item for item in largest_first if item[1] >= FEW]
    hidden = [many for _name, many in largest_first if many < FEW]
    while hidden and shown and (sum(hidden) < FEW or len(hidden) < TOGETHER):
        hidden.append(shown.pop()[1])
    if sum(hidden) < FEW and not shown:
        return Figures((), None, None)
    rows = tuple((name, rounded(many)) for name, many in shown)
    rest = rounded(sum(hidden)) if hidden else None
    return Figures(rows, rest, sum(many for _name, many in rows) + (rest or 0))


def parted(*parts: int) -> tuple[int, ...] | None:
    """A whole in parts, all or none: with one part hidden, the others and the whole would tell it."""
    return tuple(map(rounded, parts)) if all(part == 0 or part >= FEW for part in parts) and any(parts) else None


def rounded(many: int) -> int:
    """To the nearest multiple of FEW; what is not nobody does not become nobody."""
    return max(FEW, (many + FEW // 2) // FEW * FEW) if many else 0
