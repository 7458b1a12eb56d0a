"""Cases as desks show them: frozen values without a word about anybody."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from troth.orders.models.order import By
from troth.orders.problems import Problem

from . import owners
from .lines_told import LineTold, told
from .models import Case, Outcome, Report, ReportLine, Tried

AGES = (timedelta(days=1), timedelta(days=3), timedelta(days=7))  # younger than each, and older than all


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
    """`order` is a number. `tries`: what was done to reach the customer, the newest last. `owner`: an account's id.

    `by_customer`: they told us of it, whoever did so first. `told`: what they say it is about. `jobs`: to which of them it
    falls as long as nobody has taken it.
    """

    ref: uuid.UUID
    order: str
    problem: Problem
    by: By
    by_customer: bool
    opened_at: datetime
    due_at: datetime
    outcome: Outcome | None
    closed_at: datetime | None
    tries: tuple[Try, ...]
    told: tuple[LineTold, ...]
    owner: int | None
    jobs: tuple[str, ...]

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
        return self.is_open and self.due_at < timezone.now()

    @property
    def claimed(self) -> bool:
        return any(each.tried == Tried.CLAIMED for each in self.tries)


@dataclass(frozen=True, slots=True)
class KindOpen:
    """How many cases of one kind are open, since when the oldest is, how many are overdue, and how many nobody has taken.

    `ages`: so many of them are younger than each of `AGES`, in turn, and then the rest.
    """

    problem: Problem
    many: int
    oldest: datetime
    overdue: int
    nobodys: int
    ages: tuple[int, ...]

    @property
    def words(self) -> str:
        return str(self.problem.label)


def open_ones(problem: Problem | None = None, limit: int = 200, *, owner: int | None = None) -> tuple[CaseShown, ...]:
    """What is due first stands first; of one kind, of one employee (an account's id), if they are named. Five queries."""
    found = Case.objects.filter(closed_at=None)
    found = found.filter(problem=problem) if problem else found
    return _all((found.filter(owner=owner) if owner is not None else found)[:limit])


def by_kind() -> tuple[KindOpen, ...]:
    """The kinds that have open cases, the oldest case first. One query."""
    now = timezone.now()
    ages: dict[str, Any] = {f"age{at}": Count("pk", filter=each) for at, each in enumerate(_ages(now))}
    kinds = Case.objects.filter(closed_at=None).order_by().values("problem")
    told: Any = kinds.annotate(
        many=Count("pk"),
        oldest=Min("opened_at"),
        overdue=Count("pk", filter=Q(due_at__lt=now)),
        taken=Count("pk", filter=owners.AT_WORK),
        **ages,
    )
    rows = (
        KindOpen(
            Problem(row["problem"]),
            row["many"],
            row["oldest"],
            row["overdue"],
            row["many"] - row["taken"],
            tuple(row[name] for name in ages),
        )
        for row in told
    )
    return tuple(sorted(rows, key=lambda kind: kind.oldest))


def _ages(now: datetime) -> list[Q]:
    bounds = [now - age for age in AGES]
    between = [Q(opened_at__lte=later, opened_at__gt=earlier) for later, earlier in pairwise(bounds)]
    return [Q(opened_at__gt=bounds[0]), *between, Q(opened_at__lte=bounds[-1])]


def count_open(*, owner: int | None = None) -> int:
    found = Case.objects.filter(closed_at=None)
    return (found.filter(owner=owner) if owner is not None else found).count()


def of_order(number: str) -> tuple[CaseShown, ...]:
    """The open ones first."""
    found = _all(Case.objects.filter(order__number=number).order_by("opened_at"))
    return tuple(sorted(found, key=lambda case: not case.is_open))


def told_by_buyer(number: str) -> tuple[CaseShown, ...]:
    """What the buyer told of an order, the newest first, also where the desk knew it already. One query for nothing."""
    told = Q(by=By.CUSTOMER) | Exists(Report.objects.filter(case=OuterRef("pk")))
    return _all(Case.objects.filter(told, order__number=number).order_by("-opened_at"))


def _all(found: QuerySet[Case]) -> tuple[CaseShown, ...]:
    lines = Prefetch("lines", ReportLine.objects.select_related("line"))
    reports = Prefetch("reports", Report.objects.prefetch_related(lines))
    return tuple(_shown(case) for case in found.select_related("order", "owner").prefetch_related("attempts", reports))


def _shown(case: Case) -> CaseShown:
    problem, here = Problem(case.problem), case.owner is not None and case.owner.is_active and case.owner.is_staff
    return CaseShown(
        ref=case.ref,
        order=case.order.number,
        problem=problem,
        by=By(case.by),
        by_customer=case.by == By.CUSTOMER or bool(case.reports.all()),
        opened_at=case.opened_at,
        due_at=case.due_at,
        outcome=Outcome(case.outcome) if case.outcome else None,
        closed_at=case.closed_at,
        tries=tuple(Try(each.channel, Tried(each.tried), each.at) for each in case.attempts.all()),
        told=told(case),
        owner=case.owner_id if here else None,
        jobs=() if here else owners.jobs_for(problem),
    )
