"""What a buyer can say is wrong: with what was sent anything, with what was not only that something else is amiss."""

from __future__ import annotations

from dataclasses import dataclass

from troth import gate
from troth.orders import left
from troth.orders.models import Order
from troth.orders.problems import TOLD, Problem
from troth.orders.returns import whose, window
from troth.orders.states import Status

NEVER = frozenset(
    {Status.PLACED, Status.PAYMENT_FAILED, Status.AWAITS_TRANSFER, Status.ABANDONED}
)  # nothing was paid, so nothing is amiss


@dataclass(frozen=True, slots=True)
class LineSent:
    """A line of the order, and how many of it were sent."""

    id: int
    title: str
    most: int


@dataclass(frozen=True, slots=True)
class Reportable:
    """What the form offers. No `lines` where nothing was sent yet."""

    number: str
    problems: tuple[Problem, ...]
    lines: tuple[LineSent, ...]


def of_buyer(number: str, *, person: gate.PersonId | None = None, browser: str = "") -> Reportable | None:
    """None for an order that is not shown to be theirs. Opens nothing."""
    order = whose.proven(number, person=person, browser=browser)
    if order is None:
        return None
    there = lines(order)
    sent = (LineSent(line.pk, line.title, there[line.pk]) for line in order.lines.all() if there.get(line.pk))
    return Reportable(number, problems(order), tuple(sent))


def problems(order: Order) -> tuple[Problem, ...]:
    if order.status in NEVER:
        return ()
    return TOLD if order.status in window.SENT else (Problem.OTHER,)


def lines(order: Order) -> dict[int, int]:
    """How many of each line (by its id) were sent."""
    if order.status not in window.SENT:
        return {}
    rest = left.left(order)
    return {line.pk: line.wanted - rest.get(line.pk, 0) for line in order.lines.all()}
