"""What nobody waits for any more once money took its place, so that the order comes to its end."""

from __future__ import annotations

from troth.orders import arriving, given_up
from troth.orders.models import Order
from troth.orders.models.order import By
from troth.orders.problems import Problem

from .concerned import NEVER_CAME, concerned
from .lines_told import told
from .models import Case

STRANDED = frozenset({Problem.UNDELIVERABLE, Problem.RETURNED})  # here again, or never to arrive as things are


def settled_with_money(case: Case, order: Order) -> None:
    """Inside the caller's transaction, the order held. Nothing for a problem with what arrived."""
    problem = Problem(case.problem)
    if problem in NEVER_CAME:
        said = {each.id: each.quantity for each in told(case)}
        given_up.give_up(order, concerned(order, problem, said))
    elif problem is Problem.UNDELIVERABLE:
        given_up.give_up_stranded(order)
    elif problem is Problem.RETURNED:  # nobody waits for that; what else has stumbled may still arrive
        arriving.closed(order, By.STAFF)
