"""Calling a return off, as long as it has not arrived."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from troth import gate

from .. import jobs
from ..models.order import By, What
from . import ask, moving, whose
from .states import Returning


def by_buyer(number: str, ref: uuid.UUID, *, person: gate.PersonId | None = None, browser: str = "") -> bool:
    """False for an order that is not shown to be theirs. Raises NotPossible, ReturnRequest.DoesNotExist."""
    order = whose.proven(number, person=person, browser=browser)
    if order is None or not order.returns.filter(public_id=ref).exists():
        return False
    _call_off(ref, By.CUSTOMER)
    return True


def by_staff(ref: uuid.UUID, actor: gate.Actor) -> None:
    """Raises NotPossible, gate.Refused, ReturnRequest.DoesNotExist."""
    jobs.may(actor, ask.PURPOSE)
    _call_off(ref, By.STAFF)


def _call_off(ref: uuid.UUID, by: By) -> None:
    with transaction.atomic():
        order, back = moving.held(ref)
        moving.advance(order, back, Returning.WITHDRAWN, by, What.RETURN_WITHDRAWN, ended_at=timezone.now())
