"""Taking a label back: the carrier has not got the parcel yet, and shall not wait for it."""

from __future__ import annotations

import uuid

from django.db import transaction

from troth import gate

from . import jobs, moving, voiding
from .errors import NotPossible
from .models import Order, Parcel
from .models.order import By, What
from .models.parcel import Booking, Way
from .states import Status


def take_back(number: str, parcel: uuid.UUID, actor: gate.Actor) -> None:
    """shipped → packed, or part shipped while another parcel is under way. Raises NotPossible, CarrierSaysNo, gate.Refused.

    `parcel`: its public id. What lay in it can be sent again; so none that was given up, for which something was already.
    """
    jobs.may(actor)
    ours = Parcel.objects.filter(order__number=number, booking=Booking.BOOKED, way=Way.BOOKED, given_up_at=None)
    found = ours.filter(public_id=parcel).first()
    if found is None:
        raise NotPossible
    taken_back(found)


def taken_back(parcel: Parcel) -> None:
    """As `take_back`, by nobody in particular."""
    if parcel.carrier:  # nobody was told of what the shop carries itself
        voiding.void(parcel)
    ours = Parcel.objects.filter(pk=parcel.pk, booking=Booking.BOOKED, way=Way.BOOKED)
    with transaction.atomic():
        order = moving.held(parcel.order_id)
        if not ours.update(booking=Booking.CANCELLED, look_at=None, void_asked_at=None):
            raise NotPossible
        moving.step_back(order, stands_at(order), By.STAFF, What.LABEL_CANCELLED)


def stands_at(order: Order) -> Status:
    """Once a label counts for nothing. A booking that failed has sent nothing."""
    return Status.PART_SHIPPED if order.parcels.filter(booking=Booking.BOOKED).exists() else Status.PACKED
