"""Cases as desks show them: frozen values without a word about anybody."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
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


@dataclass(frozen=True, slots=True)
class KindOpen:
    """How many cases of one kind are open, since when the oldest is, and how many customers should have heard of us."""

    problem: Problem
    many: int
    oldest: datetime
    overdue: int

    @property
    def words(self) -> str:
        return str(self.problem.label)


def open_ones(problem: Problem | None = None, limit: int = 200) -> tuple[CaseShown, ...]:
    """What is due first stands first; of one kind, if one is named. Two queries."""
    found = Case.objects.filter(closed_at=None)
    return _all((found.filter(problem=problem) if problem else found)[:limit])


def by_kind() -> tuple[KindOpen, ...]:
    """The kinds that have open cases, the oldest case first. One query."""
    untried = Q(due_at__lt=timezone.now()) & ~Q(Exists(Attempt.objects.filter(case=OuterRef("pk"))))
    kinds = Case.objects.filter(closed_at=None).order_by().values("problem")
    told = kinds.annotate(many=Count("pk"), oldest=Min("opened_at"), overdue=Count("pk", filter=untried))
    rows = (KindOpen(Problem(row["problem"]), row["many"], row["oldest"], row["overdue"]) for row in told)
    return tuple(sorted(rows, key=lambda kind: kind.oldest))


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
