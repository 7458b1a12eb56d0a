"""Moving a return: a conditional update with the order held, so that of two who try at once one succeeds."""

from __future__ import annotations

import uuid
from typing import Any

from .. import moving
from ..errors import NotPossible
from ..models import Order, ReturnRequest
from ..models.order import By, What
from . import states
from .states import Returning


def held(ref: uuid.UUID) -> tuple[Order, ReturnRequest]:
    """The order, locked until the end of the transaction, and the return as it is now. Raises ReturnRequest.DoesNotExist."""
    order = moving.held(ReturnRequest.objects.values_list("order_id", flat=True).get(public_id=ref))
    return order, ReturnRequest.objects.get(public_id=ref)


def step_back(order: Order, back: ReturnRequest, to: Returning, by: By, what: What) -> None:
    """What was to follow did not. Raises NotPossible, and nothing changed, if it may not go there."""
    froms = [state for state, before in states.BACK.items() if to in before]
    if not ReturnRequest.objects.filter(pk=back.pk, state__in=froms).update(state=to):
        raise NotPossible
    back.state = to
    moving.note(order, by, what)


def advance(order: Order, back: ReturnRequest, to: Returning, by: By, what: What, **also: Any) -> None:
    """Raises NotPossible, and nothing changed, if it may not go there. `also`: columns that change with it."""
    found = ReturnRequest.objects.filter(pk=back.pk, state__in=states.before(to))
    if not found.update(state=to, **also):
        raise NotPossible
    back.state = to
    moving.note(order, by, what)
