"""Looking through the books for what is wrong: each finding becomes a case, and what settled itself is closed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from troth.orders.models.order import By
from troth.orders.problems import Problem, found

from . import cases
from .models import Case, Outcome

BATCH = 200


def look(now: datetime | None = None) -> int:
    """How many cases were opened. May run in several places at once; run again it opens none."""
    now = now or timezone.now()
    _settled(now)
    return sum(_open(problem, now) for problem in Problem)


def _open(problem: Problem, now: datetime) -> int:
    """Not what somebody has closed: they have decided. What settled itself may come back."""
    known = Case.objects.filter(order=OuterRef("pk"), problem=problem).exclude(outcome=Outcome.BY_ITSELF)
    orders = [*found(problem, now).filter(~Exists(known))[:BATCH]]
    for order in orders:
        cases.opened(order, problem, By.SHOP)
    return len(orders)


def _settled(now: datetime) -> None:
    """Only what was opened here: what the desk opened, the desk closes."""
    for problem in Problem:
        still = found(problem, now).filter(pk=OuterRef("order"))
        gone = Case.objects.filter(~Exists(still), problem=problem, by=By.SHOP, closed_at=None)
        for case in gone.select_related("order")[:BATCH]:
            cases.closed(case, Outcome.BY_ITSELF, By.SHOP)
