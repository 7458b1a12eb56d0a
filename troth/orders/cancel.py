"""Cancelling: the goods go back to the shelf and the money to the buyer. Possible until the parcel has left."""

from __future__ import annotations

from django.db import transaction

from troth import channels, gate

from . import expire, jobs, left, moving, refunds, states, taken
from .account import called_off
from .errors import NotPossible
from .models import Order
from .models.order import By, What
from .models.payment import Paying
from .prices import vouchers
from .returns import whose
from .states import Status

# What buyers may call off by themselves.
NOT_PACKED = frozenset({Status.PLACED, Status.PAYMENT_FAILED, Status.PAID}) | states.INVOICED_FIRST


def cancel(number: str, actor: gate.Actor) -> None:
    """By the desk. Raises NotPossible, gate.Refused, Order.DoesNotExist."""
    jobs.may(actor, "resolve_order_problem")
    _cancel(Order.objects.get(number=number).pk, By.STAFF)


def by_buyer(number: str, *, person: gate.PersonId | None = None, browser: str = "") -> bool:
    """As long as it is not packed. False for an order that is not shown to be theirs. Raises NotPossible."""
    order = whose.proven(number, person=person, browser=browser)
    if order is None:
        return False
    _cancel(order.pk, By.CUSTOMER, NOT_PACKED)
    return True


def _cancel(pk: int, by: By, froms: frozenset[Status] = frozenset(Status)) -> None:
    with transaction.atomic():
        order = moving.held(pk)
        if order.status in states.SENDS and left.being_booked(order):
            raise NotPossible
        if order.status not in froms or not moving.advance(order, Status.CANCELLED, by, What.CANCELLED):
            raise NotPossible
        taken.all_back(order)
        vouchers.give_back(order)
        called_off.with_order(order)
        paid = order.payments.filter(state=Paying.SUCCEEDED).values_list("pk", flat=True)
        owed = [refund for payment in paid if (refund := refunds.owe(order, payment, by))]
        ids = {"refund": owed[0].pk} if owed else {}
        channels.send("order_cancelled", order.whose, order=order.pk, **ids)
    expire.close_sessions(pk)
