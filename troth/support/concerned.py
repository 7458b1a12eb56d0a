"""Which things a case is about, as far as anybody can tell before somebody looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from troth.orders import given_up
from troth.orders.models import Order, Parcel
from troth.orders.problems import Problem
from troth.orders.returns.available import available

ALL_OF_IT = frozenset({Problem.NOT_ARRIVED, Problem.LOST, Problem.RETURNED})
NEVER_CAME = frozenset({Problem.NOT_ARRIVED, Problem.LOST})
NOT_WITH_THEM = ALL_OF_IT | {Problem.UNDELIVERABLE, Problem.MISSING}  # what the buyer never had in their hands


_PARCELS: dict[Problem, Callable[[Order], list[Parcel]]] = {
    Problem.NOT_ARRIVED: given_up.missed,
    Problem.LOST: given_up.missed,
    Problem.RETURNED: given_up.come_back,
    Problem.UNDELIVERABLE: given_up.stranded,
}


def concerned(order: Order, problem: Problem, told: Mapping[int, int]) -> dict[int, int]:
    """How many of each line, by its id. `told`: what the buyer says.

    Where they say nothing, of a problem with whole parcels it is what lies in them; {} if no parcel has it.
    """
    look = _PARCELS.get(problem)
    return dict(told) if told or look is None else given_up.contents(order, look(order))


def proposed(order: Order, problem: Problem, told: Mapping[int, int]) -> dict[int, int]:
    """The same less what is settled already; of whole parcels all that was sent, where no parcel has the problem."""
    there = available(order)
    found = concerned(order, problem, told)
    if not found and problem in ALL_OF_IT:
        return there
    return {line: min(many, there.get(line, 0)) for line, many in found.items()}
