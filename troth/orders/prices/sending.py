"""How the price of sending was taxed: what each tax fell on beside the goods. Pure, whole minor units."""

from __future__ import annotations

from collections.abc import Iterable


def by_rate(taxes: Iterable[tuple[int, int]], goods: Iterable[tuple[int, int]], cost: int) -> dict[int, int]:
    """What was paid for sending, tax included, by the rate of its tax; 0 for what carried none. Adds up to `cost`.

    `taxes`: the rate of each and all that it fell on, itself included. `goods`: the rate of each line and what was paid for it.
    """
    left: dict[int, int] = {}
    for rate, gross in taxes:
        left[rate] = left.get(rate, 0) + gross
    for rate, paid in goods:
        if rate in left:
            left[rate] -= paid
    found, rest = {}, cost
    for rate, gross in left.items():
        if mine := min(max(gross, 0), rest):
            found[rate], rest = mine, rest - mine
    if rest:
        found[0] = found.get(0, 0) + rest
    return found
