"""Opening and closing a case. One problem of an order has one open case, however many see it at once."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone

from troth import gate
from troth.orders import jobs, moving
from troth.orders.errors import NotPossible
from troth.orders.models import Order
from troth.orders.models.order import By, What
from troth.orders.problems import Problem

from .models import Case, Outcome

PURPOSE = "resolve_order_problem"


def open(number: str, problem: Problem, actor: gate.Actor) -> uuid.UUID:
    """By the desk. The reference of the case, also of one that is open already. Raises gate.Refused, Order.DoesNotExist."""
    jobs.may(actor, PURPOSE)
    return opened(Order.objects.get(number=number), problem, By.STAFF)


def opened(order: Order, problem: Problem, by: By) -> uuid.UUID:
    try:
        with transaction.atomic():
            case = Case.objects.create(order=order, problem=problem, by=by)
            moving.note(order, by, What.PROBLEM_OPENED)
    except IntegrityError:
        case = Case.objects.get(order=order, problem=problem, closed_at=None)
    return case.ref


def close(ref: uuid.UUID, outcome: Outcome, actor: gate.Actor) -> None:
    """Raises NotPossible for one that is closed, gate.Refused, Case.DoesNotExist."""
    jobs.may(actor, PURPOSE)
    if not closed(Case.objects.select_related("order").get(ref=ref), outcome, By.STAFF):
        raise NotPossible


def closed(case: Case, outcome: Outcome, by: By) -> bool:
    """True if this call closed it."""
    with transaction.atomic():
        done = Case.objects.filter(pk=case.pk, closed_at=None).update(closed_at=timezone.now(), outcome=outcome)
        if done:
            moving.note(case.order, by, What.PROBLEM_CLOSED)
    return bool(done)
