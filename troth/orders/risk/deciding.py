"""Deciding about an order that is held back for signals. A person does, with a reason the buyer can read."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables

from troth import gate

from .. import cancel as cancelling
from .. import jobs, moving
from ..errors import NotPossible, OrderTrouble
from ..models import Order, OrderCheck
from ..models.order import By, What
from .known import PURPOSE
from .weighing import KIND

SHORTEST = 8


class NoReason(OrderTrouble):
    def __init__(self) -> None:
        super().__init__(gettext("Please write why, in a few words. The customer can read it."))


@sensitive_variables("reason")
def release(number: str, actor: gate.Actor, reason: str) -> None:
    """It is genuine: it goes on. Raises NoReason, NotPossible, gate.Refused, Order.DoesNotExist."""
    pk = _looked(number, actor, reason)
    with transaction.atomic():
        _decide(pk)
        moving.note(Order.objects.get(pk=pk), By.STAFF, What.LET_GO_ON)


@sensitive_variables("reason")
def cancel(number: str, actor: gate.Actor, reason: str) -> None:
    """It is not: goods go back to the shelf and the money to whoever paid. Raises the same."""
    jobs.may(actor, "resolve_order_problem")
    pk = _looked(number, actor, reason)
    with transaction.atomic():
        _decide(pk)
        cancelling.cancel(number, actor)


def _looked(number: str, actor: gate.Actor, reason: str) -> int:
    """The reason is sealed with the look, for the buyer; the ledger has that it was given."""
    jobs.may(actor, PURPOSE)
    order = Order.objects.get(number=number)
    if len(reason.strip()) < SHORTEST:
        raise NoReason
    if not OrderCheck.objects.filter(order=order, held_at__isnull=False, decided_at=None).exists():
        raise NotPossible
    gate.use(order.whose, [KIND], purpose=PURPOSE, actor=actor, reason=reason.strip())
    return order.pk


def _decide(pk: int) -> None:
    """Of two who decide at once one does."""
    order = moving.held(pk)
    undecided = OrderCheck.objects.filter(order=order, held_at__isnull=False, decided_at=None)
    if not undecided.update(decided_at=timezone.now()):
        raise NotPossible
    Order.objects.filter(pk=pk).update(held_since=None)
