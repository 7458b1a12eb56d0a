"""Packing, and the word that a parcel arrived. Neither needs to know whose it is."""

from __future__ import annotations

from django.db import transaction

from troth import channels, gate

from . import jobs, moving
from .errors import NotPossible
from .models import Order
from .models.order import By, What
from .states import Status


def pack(number: str, actor: gate.Actor) -> None:
    """paid → packed. Raises NotPossible, gate.Refused, Order.DoesNotExist."""
    jobs.may(actor)
    with transaction.atomic():
        if not moving.advance(Order.objects.get(number=number), Status.PACKED, By.STAFF, What.PACKED):
            raise NotPossible


def delivered(number: str, actor: gate.Actor) -> None:
    """shipped → delivered, on the carrier's or the buyer's word."""
    jobs.may(actor)
    with transaction.atomic():
        order = Order.objects.get(number=number)
        if not moving.advance(order, Status.DELIVERED, By.CARRIER, What.DELIVERED):
            raise NotPossible
        channels.send("order_delivered", order.whose, order=order.pk)
