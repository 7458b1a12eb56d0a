"""Money owed as pages and desks show it: frozen values without a word about anybody."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from troth.catalog.money import Money

from ..models import Debt
from ..models.owed import Asking, LetGoFor, Owing, Pause
from . import known


@dataclass(frozen=True, slots=True)
class DebtShown:
    """`order` is a number, `dispute` the id of the dispute. `pause` is None while reminders run."""

    ref: uuid.UUID
    order: str
    dispute: int
    amount: Money
    state: Owing
    level: Asking
    due_on: date
    pause: Pause | None
    paused_at: datetime | None
    objections: int
    why: LetGoFor | None
    asked_at: datetime
    ended_at: datetime | None

    @property
    def state_words(self) -> str:
        return str(self.state.label)

    @property
    def level_words(self) -> str:
        return str(self.level.label)

    @property
    def pause_words(self) -> str:
        return str(self.pause.label) if self.pause else ""

    @property
    def why_words(self) -> str:
        return str(self.why.label) if self.why else ""

    @property
    def is_open(self) -> bool:
        return self.state is Owing.OPEN

    @property
    def is_paid(self) -> bool:
        return self.state is Owing.PAID

    @property
    def objected(self) -> bool:
        return self.is_open and self.pause is Pause.OBJECTED

    @property
    def in_vain(self) -> bool:
        """Written for the last time, and the day is over."""
        return self.is_open and not self.pause and self.level is Asking.LAST and self.due_on < timezone.localdate()

    @property
    def can_object(self) -> bool:
        return self.is_open and not self.objected and self.objections < known.OBJECTIONS

    @property
    def can_stop(self) -> bool:
        return self.is_open and self.pause is None and self.level is not Asking.LAST

    @property
    def can_resume(self) -> bool:
        return self.is_open and self.pause in (Pause.OBJECTED, Pause.STOPPED)

    @property
    def tone(self) -> str:
        """Fit for a badge's class."""
        if not self.is_open:
            return "good" if self.is_paid else ""
        return "bad" if self.objected or self.in_vain or self.pause is Pause.NOBODY else "warning"


def shown(debt: Debt) -> DebtShown:
    return DebtShown(
        ref=debt.public_id,
        order=known.order_of(debt).number,
        dispute=debt.dispute_id,
        amount=Money(debt.amount, debt.currency),
        state=Owing(debt.state),
        level=Asking(debt.level),
        due_on=debt.due_on,
        pause=Pause(debt.pause) if debt.pause else None,
        paused_at=debt.paused_at,
        objections=debt.objections,
        why=LetGoFor(debt.why) if debt.why else None,
        asked_at=debt.asked_at,
        ended_at=debt.ended_at,
    )
