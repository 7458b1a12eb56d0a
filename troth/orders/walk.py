"""`walk`: through the orders of a shelf, oldest first, in an order that stays while orders move on. Opens nothing."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from troth import gate

from . import jobs, shown
from .shelves import Shelf, on
from .shown import OrderShown

# The jobs that have to do with orders.
LOOKING = ("fulfil_order", "resolve_order_problem", "order_history", "billing")


def walk(shelf: Shelf, actor: gate.Actor, *, after: tuple[datetime, str] | None, most: int) -> tuple[OrderShown, ...]:
    """At most so many behind `after` (time and number of the last one seen). Raises `gate.Refused`.

    A constant number of queries.
    """
    may_look(actor)
    found = on(shelf).order_by("placed_at", "number")
    if after is not None:
        at, number = after
        found = found.filter(Q(placed_at__gt=at) | Q(placed_at=at, number__gt=number))
    return tuple(shown.of(order) for order in found.prefetch_related(*shown.WHOLE)[:most])


def may_look(actor: gate.Actor) -> None:
    """Raises `gate.Refused` unless orders are any of the actor's business."""
    if not any(jobs.includes(actor, purpose) for purpose in LOOKING):
        jobs.may(actor, LOOKING[0])
