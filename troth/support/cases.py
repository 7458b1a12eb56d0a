"""Opening and closing a case. One problem of an order has one open case, however many see it at once.

Whoever knows of a problem learns how it ended: by the mail about the end, or by the one of what was done (a refund, a
return), which says it already.
"""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone

from troth import channels, gate
from troth.orders import denied, jobs, moving
from troth.orders.errors import NotPossible
from troth.orders.models import Order
from troth.orders.models.order import By, What
from troth.orders.problems import Problem

from .models import Case, Outcome, Tried
from .unwaited import settled_with_money

PURPOSE = "resolve_order_problem"
SETTLED = "problem_settled"
WAS_THERE = (Outcome.NO_PROBLEM, Outcome.BY_ITSELF, Outcome.CORRECTED, Outcome.COMES_BACK)
HEARD_OF_US = (Tried.WRITTEN, Tried.REACHED, Tried.MESSAGE_LEFT)


def open(number: str, problem: Problem, actor: gate.Actor) -> uuid.UUID:
    """By the desk. The reference of the case, also of one that is open already. Raises gate.Refused, Order.DoesNotExist."""
    jobs.may(actor, PURPOSE)
    return opened(Order.objects.get(number=number), problem, By.STAFF).ref


def opened(order: Order, problem: Problem, by: By) -> Case:
    """The open case of this problem, opened now if there was none. May stand inside a transaction."""
    case = _new(order, problem, by) or Case.objects.filter(order=order, problem=problem, closed_at=None).first()
    return case or opened(order, problem, by)  # the one in the way was closed in this very moment


def _new(order: Order, problem: Problem, by: By) -> Case | None:
    """None where there is an open one."""
    try:
        with transaction.atomic():
            moving.held(order.pk)
            case = Case.objects.create(order=order, problem=problem, by=by)
            moving.note(order, by, What.PROBLEM_OPENED)
    except IntegrityError:
        return None
    return case


def close(ref: uuid.UUID, outcome: Outcome, actor: gate.Actor) -> None:
    """Raises NotPossible for one that is closed, gate.Refused, Case.DoesNotExist."""
    jobs.may(actor, PURPOSE)
    if not closed(Case.objects.select_related("order").get(ref=ref), outcome, By.STAFF):
        raise NotPossible


def closed(case: Case, outcome: Outcome, by: By, *, told: bool = False) -> bool:
    """True if this call closed it. `told`: another mail says already what was done.

    Money given back takes the place of what never came, whoever gave it and wherever.
    """
    with transaction.atomic():
        order = moving.held(case.order_id)  # before the case, as whoever puts it right does: no two wait for each other
        done = Case.objects.filter(pk=case.pk, closed_at=None).update(closed_at=timezone.now(), outcome=outcome)
        if done:
            if outcome is Outcome.GIVEN_BACK:
                settled_with_money(case, order)
            elif outcome in WAS_THERE and case.problem == Problem.NOT_ARRIVED:
                denied.found(order, by)
            moving.note(order, by, What.PROBLEM_CLOSED)
            if not told and _knows(case):
                channels.send(SETTLED, case.order.whose, order=case.order_id, case=case.pk)
    return bool(done)


def _knows(case: Case) -> bool:
    """Whether the buyer has ever heard that something was wrong."""
    told = case.by == By.CUSTOMER or case.reports.exists()
    return told or case.attempts.filter(tried__in=HEARD_OF_US).exists()
