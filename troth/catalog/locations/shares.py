"""From where an order is taken: from one place if it can be, else in as few as a simple rule finds. Pure.

1. The first place, in the shop's order, that has all of it.
2. Else, again and again, the place that has the most of the lines whole; equal ones in the shop's order.
3. A line that no place has whole is split: first among the places that send something already. What is nowhere (made to
   order) is the main place's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """So many pieces at one location (its key)."""

    location: int
    quantity: int


Taken = Mapping[int, tuple[Share, ...]]  # variant → where its pieces were taken from


def share_out(
    wanted: Mapping[int, int], there: Mapping[int, Mapping[int, int]], places: Sequence[int], main: int
) -> dict[int, tuple[Share, ...]]:
    """`wanted`: variant → pieces. `there`: variant → location → pieces. `places`: those that send, in the shop's order."""
    shared: dict[int, tuple[Share, ...]] = {}
    left = dict(wanted)
    used: list[int] = []
    while left:
        place = max(places, key=lambda each: sum(_has(there, line, each) >= left[line] for line in left))
        lines = [line for line in left if _has(there, line, place) >= left[line]]
        if not lines:
            break
        used.append(place)
        shared |= {line: (Share(place, left.pop(line)),) for line in lines}
    for line, quantity in left.items():
        shared[line] = _split(
            quantity, there.get(line, {}), [*used, *(each for each in places if each not in used)], main
        )
    return shared


def _has(there: Mapping[int, Mapping[int, int]], line: int, place: int) -> int:
    return there.get(line, {}).get(place, 0)


def _split(quantity: int, there: Mapping[int, int], places: Sequence[int], main: int) -> tuple[Share, ...]:
    parts: dict[int, int] = {}
    for place in places:
        some = min(quantity, max(there.get(place, 0), 0))
        if some:
            parts[place] = some
            quantity -= some
    if quantity:
        parts[main] = parts.get(main, 0) + quantity
    return tuple(Share(place, some) for place, some in parts.items())
