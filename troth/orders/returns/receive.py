"""A return is unpacked: how each thing looks, and what goes back to the shelf."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from troth import gate

from .. import jobs, restocked, taken
from ..errors import NothingToReturn, NotPossible
from ..models import Order, ReturnLine, ReturnRequest
from ..models.order import By, What
from ..models.returning import Condition
from . import ask, moving
from .available import available
from .states import Returning

SELLS_AGAIN = frozenset({Condition.AS_NEW, Condition.OPENED})


@dataclass(frozen=True, slots=True)
class Seen:
    """`restock`: how many of it go back to the shelf."""

    condition: Condition
    restock: int = 0


def receive(ref: uuid.UUID, seen: Mapping[int, Seen], actor: gate.Actor) -> None:
    """`seen`: every line of the return, by its id. Raises NotPossible, NothingToReturn, gate.Refused, ReturnRequest.DoesNotExist."""
    jobs.may(actor, ask.PURPOSE)
    with transaction.atomic():
        order, back = moving.held(ref)
        lines = [*back.lines.select_related("line")]
        if back.state == Returning.LAPSED:
            _still_out(order, lines)
        moving.advance(order, back, Returning.RECEIVED, By.STAFF, What.RETURN_RECEIVED, received_at=timezone.now())
        _unpack(lines, seen)


def _still_out(order: Order, lines: list[ReturnLine]) -> None:
    """After it lapsed the same things may have been sent back in another return."""
    there = available(order)
    if any(each.quantity > there.get(each.line_id, 0) for each in lines):
        raise NothingToReturn


def _unpack(lines: list[ReturnLine], seen: Mapping[int, Seen]) -> None:
    for each in lines:
        found = seen.get(each.pk)
        if found is None or not 0 <= found.restock <= each.quantity:
            raise NotPossible
        if found.restock and found.condition not in SELLS_AGAIN:
            raise NotPossible
        if restocked.so_far(each.line_id) + found.restock > each.line.quantity:
            raise NotPossible
        ReturnLine.objects.filter(pk=each.pk).update(condition=found.condition, restocked=found.restock)
    taken.some_back((each.line, seen[each.pk].restock) for each in lines)


def arrived(back: ReturnRequest) -> list[ReturnLine]:
    """The lines that were in the parcel."""
    return [*back.lines.exclude(condition=Condition.MISSING).select_related("line__replaces")]
