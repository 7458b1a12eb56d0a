"""Cancelling: the goods go back to the shelf and the money to the buyer. Possible until the parcel has left."""

from __future__ import annotations

from django.db import transaction

from troth import channels, gate
from troth.catalog import stock

from . import expire, jobs, moving, refunds
from .errors import NotPossible
from .models import Order
from .models.order import By, What
from .models.payment import Paying
from .states import Status


def cancel(number: str, actor: gate.Actor) -> None:
    """By the desk. Raises NotPossible, gate.Refused, Order.DoesNotExist."""
    jobs.may(actor, "resolve_order_problem")
    _cancel(Order.objects.get(number=number).pk, By.STAFF)


def _cancel(pk: int, by: By) -> None:
    with transaction.atomic():
        order = moving.held(pk)
        if not moving.advance(order, Status.CANCELLED, by, What.CANCELLED):
            raise NotPossible
        stock.release_all(moving.reserved(order))
        paid = order.payments.filter(state=Paying.SUCCEEDED).values_list("pk", flat=True)
        owed = [payment for payment in paid if refunds.owe(order, payment, by)]
        channels.send("order_cancelled", order.whose, order=order.pk, **({"payment": owed[0]} if owed else {}))
    expire.close_sessions(pk)
