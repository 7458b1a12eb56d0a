"""Cases as desks show them: frozen values without a word about anybody."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from troth.orders.problems import Problem

from .models import Attempt, Case, Outcome, Tried


@dataclass(frozen=True, slots=True)
class Try:
    channel: str
    tried: Tried
    at: datetime

    @property
    def words(self) -> str:
        return str(self.tried.label)


@dataclass(frozen=True, slots=True)
class CaseShown:
    """`order` is a number. `tries`: what was done to reach the customer, the newest last."""

    ref: uuid.UUID
    order: str
    problem: Problem
    opened_at: datetime
    due_at: datetime
    outcome: Outcome | None
    closed_at: datetime | None
    tries: tuple[Try, ...]

    @property
    def words(self) -> str:
        return str(self.problem.label)

    @property
    def outcome_words(self) -> str:
        return str(self.outcome.label) if self.outcome else ""

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def overdue(self) -> bool:
        return self.is_open and not self.tries and self.due_at < timezone.now()


def open_ones(limit: int = 200) -> tuple[CaseShown, ...]:
    """What is due first stands first. Two queries."""
    return _all(Case.objects.filter(closed_at=None)[:limit])


def count_open() -> int:
    return Case.objects.filter(closed_at=None).count()


def of_order(number: str) -> tuple[CaseShown, ...]:
    """The open ones first."""
    found = _all(Case.objects.filter(order__number=number).order_by("opened_at"))
    return tuple(sorted(found, key=lambda case: not case.is_open))


def _all(found: QuerySet[Case]) -> tuple[CaseShown, ...]:
    return tuple(_shown(case) for case in found.select_related("order").prefetch_related("attempts"))


def _shown(case: Case) -> CaseShown:
    return CaseShown(
        ref=case.ref,
        order=case.order.number,
        problem=Problem(case.problem),
        opened_at=case.opened_at,
        due_at=case.due_at,
        outcome=Outcome(case.outcome) if case.outcome else None,
        closed_at=case.closed_at,
        tries=tuple(_try(each) for each in case.attempts.all()),
    )


def _try(attempt: Attempt) -> Try:
    return Try(attempt.channel, Tried(attempt.tried), attempt.at)
