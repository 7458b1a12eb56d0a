"""The orders that are held back for signals, for whoever decides. Seeing the signals is a look, and entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from troth import gate
from troth.catalog.money import Money

from .. import jobs
from ..models import OrderCheck
from ..parts import Value
from .known import PURPOSE
from .weighing import CAN_BE_HELD, KIND

MOST = 50


@dataclass(frozen=True, slots=True)
class Waits:
    """`signals`: the sentences, or the seal in their place; None: they are gone with the buyer."""

    number: str
    total: Money
    placed_at: datetime
    held_at: datetime
    score: int
    signals: Value | None


def waiting(actor: gate.Actor) -> tuple[Waits, ...]:
    """Oldest first, fifty at most; a constant number of queries. Raises `gate.Refused`."""
    jobs.may(actor, PURPOSE)
    rows = [*_undecided().select_related("order").order_by("held_at")[:MOST]]
    opened = gate.use_each([row.order.whose for row in rows], [KIND], purpose=PURPOSE, actor=actor) if rows else {}
    return tuple(_waits(row, opened[row.order.whose]) for row in rows)


def count() -> int:
    """Opens nothing. One query."""
    return _undecided().count()


def may_decide(actor: gate.Actor) -> bool:
    return jobs.includes(actor, PURPOSE)


def waits(order: int) -> bool:
    """Whether this order is held back for signals, and nobody has decided yet."""
    return _undecided().filter(order=order).exists()


def _undecided() -> QuerySet[OrderCheck]:
    return OrderCheck.objects.filter(
        held_at__isnull=False, decided_at=None, order__held_since__isnull=False, order__status__in=CAN_BE_HELD
    )


def _waits(row: OrderCheck, answer: gate.Opened | gate.Refused) -> Waits:
    order = row.order
    total, held = Money(order.total, order.currency), row.held_at or row.weighed_at
    return Waits(order.number, total, order.placed_at, held, row.score, _signals(answer))


def _signals(answer: gate.Opened | gate.Refused) -> Value | None:
    if isinstance(answer, gate.Refused):
        return gate.Withheld(answer.clause, answer.reason)
    record = answer.first(KIND)
    return record["signals"] if record else None
