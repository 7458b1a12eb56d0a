"""Problems as buyers tell them, for the tests of what becomes of them."""

from __future__ import annotations

from tests.orders.returns.sent_back import delivered, line
from troth import gate
from troth.orders import numbers
from troth.orders.models import Order
from troth.orders.problems import Problem
from troth.support import reporting
from troth.support.models import Case
from troth.support.reporting import Heard, Told

WORDS = "The lid is cracked.\nThe glass below it is fine."


def person_of(order: Order) -> gate.PersonId:
    person = gate.person_of_party(order.whose)
    assert person is not None
    return person


def tells(
    order: Order, problem: Problem = Problem.DAMAGED, many: int = 1, text: str = WORDS, key: str = ""
) -> Heard | None:
    """Ada tells it on the page of her order."""
    lines = {line(order): many} if many else {}
    return reporting.by_buyer(
        order.number, Told(problem, lines, text, key or numbers.secret()), person=person_of(order)
    )


def told(olga: gate.Actor, problem: Problem = Problem.DAMAGED, many: int = 1, **changes: object) -> Case:
    """Three flasks arrived, and something is wrong with some of them."""
    order = delivered(olga)
    tells(order, problem, many, **changes)  # type: ignore[arg-type]
    return Case.objects.get(order=order)
