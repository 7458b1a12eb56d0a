"""The noise, drawn by OpenDP: the discrete Laplace mechanism, whole numbers in and out.

A visitor is counted once on one day of one page, a buyer once on one day of one currency: with them or without, the numbers of
a series differ by 1 in the L1 distance, on that day and nowhere else. With a scale of 1/epsilon no outcome becomes more than e^epsilon times as likely by it (Ghosh, Roughgarden
and Sundararajan 2009; OpenDP `make_laplace`). OpenDP computes it exactly and proves `map`, which is asked each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from .errors import NoNoise

BOUND = 1  # of what one visitor or one buyer of a day adds to all numbers of a series together


def drawn(true: Sequence[int], loss: int) -> list[int]:
    """Each number with noise of its own. `loss`: epsilon, in thousandths. Raises NoNoise."""
    return [int(each) for each in mechanism(loss)([*true])]


def check() -> None:
    """Raises NoNoise where the library is missing."""
    mechanism(1000)


@cache
def mechanism(loss: int) -> Any:
    """OpenDP's measurement; one that would cost more than `loss` is not handed out."""
    try:
        import opendp.prelude as dp
    except ImportError:
        raise NoNoise from None
    dp.enable_features("contrib")
    numbers = dp.vector_domain(dp.atom_domain(T="i64"))
    made = dp.m.make_laplace(numbers, dp.l1_distance(T="i64"), scale=1000 / loss)
    if made.map(BOUND) > loss / 1000 + 1e-9:
        raise NoNoise
    return made
