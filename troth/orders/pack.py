"""Packing, and the word that a parcel arrived. Neither needs to know whose it is."""

from __future__ import annotations

from django.db import transaction

from troth import gate

from . import arriving, jobs, moving
from .errors import HeldBack, NotPossible
from .models import Order
from .models.order import By, What
from .risk import weighing
from .states import Status


def pack(number: str, actor: gate.Actor) -> None:
    """paid → packed. Raises NotPossible, HeldBack, gate.Refused, Order.DoesNotExist."""
    jobs.may(actor)
    weighing.before_packing(number)
    with transaction.atomic():
        order = moving.held(Order.objects.get(number=number).pk)
        if order.held_since is not None:
            raise HeldBack
        if not moving.advance(order, Status.PACKED, By.STAFF, What.PACKED):
            raise NotPossible


def delivered(number: str, actor: gate.Actor) -> None:
    """shipped → delivered, on the carrier's or the buyer's word. Raises NotPossible, gate.Refused, Order.DoesNotExist."""
    jobs.may(actor)
    if not arriving.all_arrived(Order.objects.get(number=number), By.CARRIER):
        raise NotPossible
