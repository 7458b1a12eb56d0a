"""Asking to send something back. By the buyer within the time, by the desk at any time. There is no field for words."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from troth import gate

from .. import jobs, moving
from ..errors import NothingToReturn, NotPossible, TooLateToReturn
from ..models import Order, ReturnLine, ReturnRequest
from ..models.order import By, What
from ..models.returning import BackFor, Wish
from . import whose, window
from .available import available

PURPOSE = "resolve_order_problem"


@dataclass(frozen=True, slots=True)
class Back:
    """So many of one line, and why."""

    quantity: int
    why: BackFor


@dataclass(frozen=True, slots=True)
class Asked:
    """`lines`: by the id of the order's line."""

    lines: Mapping[int, Back]
    wish: Wish = Wish.MONEY


def by_buyer(number: str, asked: Asked, *, person: gate.PersonId | None = None, browser: str = "") -> uuid.UUID | None:
    """The return's reference. None for an order that is not shown to be theirs. Raises TooLateToReturn, NothingToReturn."""
    order = whose.proven(number, person=person, browser=browser)
    return _ask(order.pk, asked, By.CUSTOMER) if order else None


def by_staff(number: str, asked: Asked, actor: gate.Actor) -> uuid.UUID:
    """Raises NothingToReturn, NotPossible, gate.Refused, Order.DoesNotExist."""
    jobs.may(actor, PURPOSE)
    return _ask(Order.objects.get(number=number).pk, asked, By.STAFF)


def _ask(pk: int, asked: Asked, by: By) -> uuid.UUID:
    wanted = {line: back for line, back in asked.lines.items() if back.quantity}
    with transaction.atomic():
        order = moving.held(pk)
        if order.status not in window.SENT:
            raise NotPossible
        if by is By.CUSTOMER and not window.is_open(order):
            raise TooLateToReturn
        there = available(order)
        if not wanted or any(back.quantity < 0 or back.quantity > there.get(line, 0) for line, back in wanted.items()):
            raise NothingToReturn
        request = ReturnRequest.objects.create(order=order, wish=asked.wish, by=by)
        ReturnLine.objects.bulk_create(
            ReturnLine(request=request, line_id=line, quantity=back.quantity, why=back.why)
            for line, back in wanted.items()
        )
        moving.note(order, by, What.RETURN_ASKED)
    return request.public_id
