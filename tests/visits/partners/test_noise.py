"""One visitor or buyer of a day more or less: the numbers that leave change their chances by no more than declared.

OpenDP draws from the system's own source of chance and takes no seed. Instead, the tolerance is derived so that a right
mechanism fails once in 10^9 runs: by Hoeffding's inequality a share seen in N draws is further than d from its
probability with a chance of at most 2·exp(-2·N·d²), and by the union bound all shares together have their sum.
"""

from __future__ import annotations

from collections import Counter
from math import exp, log, sqrt

import pytest

from troth.visits.partners import noise
from troth.visits.partners.allowance import EACH

DRAWS = 200_000
REACH = 60  # further away than that lies e^-15 of the noise
ONCE_IN = 1e-9
TRUE = 10
EVENTS = 3 * (2 * REACH + 1)  # each single number, each "at most", each "at least"
TOLERANCE = sqrt(log(2 * 2 * EVENTS / ONCE_IN) / (2 * DRAWS))


def shares(true: int, loss: int) -> dict[tuple[str, int], float]:
    """How often each event came in the draws."""
    seen = Counter(noise.drawn([true] * DRAWS, loss))
    found: dict[tuple[str, int], float] = {}
    for number in range(TRUE - REACH, TRUE + REACH + 1):
        found["=", number] = seen[number] / DRAWS
        found["<=", number] = sum(many for drawn, many in seen.items() if drawn <= number) / DRAWS
        found[">=", number] = sum(many for drawn, many in seen.items() if drawn >= number) / DRAWS
    return found


def broken(declared: int, drawn_with: int) -> list[tuple[str, int]]:
    """Events that one visitor more makes likelier than declared, beyond the tolerance; either way round."""
    without, with_one = shares(TRUE, drawn_with), shares(TRUE + 1, drawn_with)
    most = exp(declared / 1000)
    return [
        event
        for event in without
        for one, other in ((without, with_one), (with_one, without))
        if one[event] - TOLERANCE > most * (other[event] + TOLERANCE)
    ]


def test_one_more_or_less_changes_no_chance_by_more_than_declared() -> None:
    assert TOLERANCE < 0.01
    assert broken(EACH, EACH) == []


@pytest.mark.parametrize("drawn_with", [2 * EACH, 8 * EACH])
def test_the_test_sees_too_little_noise(drawn_with: int) -> None:
    """The control."""
    assert broken(EACH, drawn_with)


def test_the_noise_is_no_larger_than_it_has_to_be() -> None:
    """P(at most x) of the discrete Laplace distribution is 1/(1+a), a = e^-epsilon."""
    a = exp(-EACH / 1000)
    assert abs(shares(TRUE, EACH)["<=", TRUE] - 1 / (1 + a)) <= TOLERANCE
