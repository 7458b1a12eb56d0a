"""A replacement for what came back: new lines of the same order that cost nothing, sent in a parcel of their own.

The same thing, or another variant of the product. What is cheaper is given back as money; what is dearer is paid for
first (see `difference`).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from troth import gate
from troth.catalog.money import Money

from .. import jobs, refunds
from .. import moving as orders_moving
from ..errors import CostsMore, NotPossible
from ..models import ReturnRequest
from ..models.order import By, What
from ..models.refund import Why
from . import ask, moving, replacements
from .receive import arrived
from .states import Returning


def exchange(ref: uuid.UUID, actor: gate.Actor, instead: Mapping[int, int] | None = None) -> None:
    """`instead`: another variant (id) for a line of the return (id); the same one without.

    Raises NotEnoughLeft, CostsMore, NotPossible, gate.Refused, ReturnRequest.DoesNotExist.
    """
    jobs.may(actor, ask.PURPOSE)
    with transaction.atomic():
        order, back = moving.held(ref)
        moving.advance(order, back, Returning.EXCHANGED, By.STAFF, What.EXCHANGED, ended_at=timezone.now())
        if back.differences.filter(state="waiting").exists():  # its payment exchanges it, and nothing else
            raise NotPossible
        found = replacements.weigh(order, arrived(back), instead or {})
        extra = sum(each.extra for each in found)
        if extra > 0:
            raise CostsMore(Money(extra, order.currency).text)
        replacements.write(order, found, replacements.reserve(found))
        if not found or not orders_moving.more_to_send(order):
            raise NotPossible
        if extra:
            given = refunds.give(order.number, -extra, Why.PRICE, actor=actor, key=f"difference {ref}")
            ReturnRequest.objects.filter(pk=back.pk).update(refund=given.id)
