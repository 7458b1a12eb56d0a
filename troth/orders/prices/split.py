"""An amount of money over several things, in whole minor units, without a cent too many or too few."""

from __future__ import annotations

from collections.abc import Sequence


def shares(amount: int, weights: Sequence[int]) -> tuple[int, ...]:
    """`amount` in proportion to `weights` by the largest remainder: the shares add up to it exactly.

    Of equal remainders the earlier comes first. Weights that are all 0 count alike. Raises ValueError for a weight
    below 0, and for an amount with nothing to share it among.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight is below zero")
    if not weights:
        if amount:
            raise ValueError("there is nothing to share the amount among")
        return ()
    if amount < 0:
        return tuple(-share for share in shares(-amount, weights))
    whole = sum(weights)
    if not whole:
        return shares(amount, [1] * len(weights))
    floors = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(amount * weights[place] % whole), place))
    for place in by_remainder[: amount - sum(floors)]:
        floors[place] += 1
    return tuple(floors)


def part(amount: int, numerator: int, denominator: int) -> int:
    """`amount` times `numerator` / `denominator`, rounded half up. Nothing here may be below 0."""
    return (2 * amount * numerator + denominator) // (2 * denominator)
