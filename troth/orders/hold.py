"""Holding an order back: nothing of it is packed or sent until somebody lets it go on."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from troth import gate

from . import jobs, moving, states
from .errors import HeldForSignals, NotPossible
from .models import Order
from .models.order import By, What
from .risk import queue

PURPOSE = "resolve_order_problem"
CAN_WAIT = states.OPEN


def hold(number: str, actor: gate.Actor) -> None:
    """Raises NotPossible for one that is held already or gone, gate.Refused, Order.DoesNotExist."""
    jobs.may(actor, PURPOSE)
    with transaction.atomic():
        order = moving.held(Order.objects.get(number=number).pk)
        if order.held_since is not None or order.status not in CAN_WAIT:
            raise NotPossible
        Order.objects.filter(pk=order.pk).update(held_since=timezone.now())
        moving.note(order, By.STAFF, What.HELD)


def let_go_on(number: str, actor: gate.Actor) -> None:
    """Raises NotPossible for one that is not held, HeldForSignals, gate.Refused, Order.DoesNotExist."""
    jobs.may(actor, PURPOSE)
    with transaction.atomic():
        order = moving.held(Order.objects.get(number=number).pk)
        if order.held_since is None:
            raise NotPossible
        if queue.waits(order.pk):  # that is decided with a reason: see risk.deciding
            raise HeldForSignals
        Order.objects.filter(pk=order.pk).update(held_since=None)
        moving.note(order, By.STAFF, What.LET_GO_ON)
