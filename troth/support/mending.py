"""Putting it right: sending it again, giving money back, asking for it back, asking the carrier to make up for it.

Each but the last is how the case ends: done and closed together, or neither. Pressed twice, one press does it and the
other is told NotPossible.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import transaction

from troth import gate
from troth.orders import given_up, jobs, moving, refunds
from troth.orders.errors import NotPossible
from troth.orders.models import Order
from troth.orders.models.order import By, What
from troth.orders.models.parcel import Booking
from troth.orders.models.refund import Why
from troth.orders.models.returning import BackFor, Wish
from troth.orders.problems import Problem
from troth.orders.refunded import RefundShown
from troth.orders.returns import ask, decide
from troth.orders.returns.available import available
from troth.orders.returns.resend import resend

from .attempts import noted
from .cases import PURPOSE, closed
from .concerned import NEVER_CAME, NOT_WITH_THEM, concerned
from .lines_told import told
from .models import Case, Outcome, Tried

CARRIER = "carrier"
_GONE = {Problem.DAMAGED: BackFor.DAMAGED, Problem.WRONG_THING: BackFor.WRONG_THING, Problem.OTHER: BackFor.FAULTY}
_WHY = {
    Problem.DAMAGED: Why.DAMAGED,
    Problem.MISSING: Why.MISSING,
    Problem.NOT_ARRIVED: Why.NOT_ARRIVED,
    Problem.LOST: Why.NOT_ARRIVED,
    Problem.RETURNED: Why.RETURNED,
}


def send_again(ref: uuid.UUID, wanted: Mapping[int, int], actor: gate.Actor, *, on_shelf: bool = False) -> None:
    """`wanted`: how many of each line of the order, by its id. They cost nothing, and go in a parcel of their own.

    `on_shelf`: the first ones never left, or are back. Nobody waits any more for a parcel they never came in.
    Raises NothingToSendAgain, NotEnoughLeft, NotPossible, gate.Refused, Case.DoesNotExist.
    """
    with _ending(ref, Outcome.SENT, actor) as (case, order):
        resend(order, wanted, _GONE.get(Problem(case.problem), BackFor.NOT_HERE), on_shelf=on_shelf)
        if case.problem in NEVER_CAME:
            given_up.give_up(order, wanted)


def give_back(
    ref: uuid.UUID, amount: int, actor: gate.Actor, *, restock: Mapping[int, int] | None = None
) -> RefundShown:
    """`amount` in minor units. The customer learns of it by the mail about the refund.

    `restock`: how many of each line, by its id, lie on our shelf: they never left, or are back. Raises TooMuch, InDispute,
    NotPossible, gate.Refused, Case.DoesNotExist.
    """
    with _ending(ref, Outcome.GIVEN_BACK, actor, told=True) as (case, order):
        problem, there = Problem(case.problem), available(order) if restock else {}
        if any(many > there.get(line, 0) for line, many in (restock or {}).items()):
            raise NotPossible
        why = _WHY.get(problem, Why.GOODWILL)
        goods = _never_had(case, order, problem)
        return refunds.give(order.number, amount, why, actor=actor, key=f"case {ref}", restock=restock, goods=goods)


def ask_back(ref: uuid.UUID, wanted: Mapping[int, int], wish: Wish, actor: gate.Actor) -> None:
    """It comes back as a return that is agreed to already; its mail says where to. The rest goes on with the return.

    Raises NothingToReturn, NotPossible, gate.Refused, Case.DoesNotExist.
    """
    with _ending(ref, Outcome.COMES_BACK, actor, told=True) as (case, order):
        why = _GONE.get(Problem(case.problem), BackFor.FAULTY)
        lines = {line: ask.Back(many, why) for line, many in wanted.items()}
        decide.agree(ask.by_staff(order.number, ask.Asked(lines, wish), actor), actor)


def claim(ref: uuid.UUID, actor: gate.Actor) -> None:
    """The carrier was asked to make up for it, on its own pages. Noted once. Raises NotPossible, gate.Refused, Case.DoesNotExist."""
    jobs.may(actor, PURPOSE)
    with transaction.atomic():
        case, order = _held(ref)
        if not can_claim(order) or case.attempts.filter(tried=Tried.CLAIMED).exists():
            raise NotPossible
        noted(case, CARRIER, Tried.CLAIMED)
        moving.note(order, By.STAFF, What.CARRIER_CLAIMED)


def _never_had(case: Case, order: Order, problem: Problem) -> dict[int, int]:
    """What the money stands for, where that never reached the buyer: the credit note names it, with its tax."""
    if problem not in NOT_WITH_THEM:
        return {}
    lines = {line.pk: line.wanted for line in order.lines.all()}
    found = concerned(order, problem, {each.id: each.quantity for each in told(case)})
    return {line: min(many, lines[line]) for line, many in found.items()}


def can_claim(order: Order) -> bool:
    """A carrier had something of it in hand."""
    return order.parcels.filter(booking=Booking.BOOKED).exclude(carrier="").exists()


@contextmanager
def _ending(ref: uuid.UUID, outcome: Outcome, actor: gate.Actor, *, told: bool = False) -> Iterator[tuple[Case, Order]]:
    """What is done inside is done together with closing the case."""
    jobs.may(actor, PURPOSE)
    with transaction.atomic():
        case, order = _held(ref)
        yield case, order
        if not closed(case, outcome, By.STAFF, told=told):
            raise NotPossible


def _held(ref: uuid.UUID) -> tuple[Case, Order]:
    """The order, locked until the end of the transaction, and its case as it is now, which is open."""
    order = moving.held(Case.objects.values_list("order_id", flat=True).get(ref=ref))
    case = Case.objects.select_related("order").get(ref=ref)
    if case.closed_at is not None:
        raise NotPossible
    return case, order
