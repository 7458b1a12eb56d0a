"""`send_first`: one of us lets the goods of one order leave before they are paid for."""

from __future__ import annotations

from django.db import transaction

from troth import gate

from .. import moving
from ..errors import NotPossible
from ..models.order import By, What
from ..states import Status
from . import known


def send_first(number: str, actor: gate.Actor) -> None:
    """Raises NotPossible, gate.Refused, OnAccount.DoesNotExist."""
    known.may(actor)
    owed = known.read(number)
    with transaction.atomic():
        order = moving.held(owed.order_id)
        if not moving.advance(order, Status.ON_ACCOUNT, By.STAFF, What.MAY_BE_SENT):
            raise NotPossible
