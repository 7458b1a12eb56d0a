"""Which things a case is about, as far as anybody can tell before somebody looks."""

from __future__ import annotations

from collections.abc import Mapping

from troth.orders import given_up
from troth.orders.models import Order
from troth.orders.problems import Problem
from troth.orders.returns.available import available

ALL_OF_IT = frozenset({Problem.NOT_ARRIVED, Problem.LOST, Problem.RETURNED})
NEVER_CAME = frozenset({Problem.NOT_ARRIVED, Problem.LOST})


def concerned(order: Order, problem: Problem, told: Mapping[int, int]) -> dict[int, int]:
    """How many of each line, by its id. `told`: what the buyer says.

    Where they say nothing, of a problem with whole parcels it is what lies in them; {} if no parcel has it.
    """
    if told or problem not in ALL_OF_IT:
        return dict(told)
    parcels = given_up.come_back(order) if problem is Problem.RETURNED else given_up.missed(order)
    return given_up.contents(order, parcels)


def proposed(order: Order, problem: Problem, told: Mapping[int, int]) -> dict[int, int]:
    """The same less what is settled already; of whole parcels all that was sent, where no parcel has the problem."""
    there = available(order)
    found = concerned(order, problem, told)
    if not found and problem in ALL_OF_IT:
        return there
    return {line: min(many, there.get(line, 0)) for line, many in found.items()}
