"""Looking through the books for what is wrong: each finding becomes a case, and what settled itself is closed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from troth.orders.models import Dispute, Order, OrderEvent
from troth.orders.models.dispute import Contesting
from troth.orders.models.order import By
from troth.orders.problems import TOLD, Problem
from troth.orders.wrong import BEGINS, found

from . import cases
from .models import Case, Outcome

BATCH = 200
STILL_SO = timedelta(days=7)  # somebody settled it, and it is as it was: after that they are asked once more
BEFORE_THE_BANK = timedelta(days=1)  # time to send the answer


def look(now: datetime | None = None) -> int:
    """How many cases were opened. May run in several places at once; run again it opens none."""
    now = now or timezone.now()
    _settled(now)
    return sum(_open(problem, now) for problem in Problem)


def _open(problem: Problem, now: datetime) -> int:
    """What buyers answered about a delivery is theirs to have told, though the shop writes it down."""
    by = By.CUSTOMER if problem in TOLD else By.SHOP
    orders = [*found(problem, now).filter(~Exists(_known(problem, now)))[:BATCH]]
    for order in orders:
        case = cases.opened(order, problem, by)
        if problem is Problem.DISPUTED:
            _in_time_for_the_bank(case, order)
    return len(orders)


def _known(problem: Problem, now: datetime) -> QuerySet[Case]:
    """An open case, and a closed one: whoever closed it has decided, unless it began anew since.

    What settled itself may come back at once.
    """
    same = Case.objects.filter(order=OuterRef("pk"), problem=problem).exclude(outcome=Outcome.BY_ITSELF)
    if problem in TOLD:
        return same
    if problem not in BEGINS:
        return same.filter(Q(closed_at=None) | Q(closed_at__gt=now - STILL_SO))
    since = OrderEvent.objects.filter(order=OuterRef("order"), what=BEGINS[problem], at__gt=OuterRef("closed_at"))
    return same.filter(Q(closed_at=None) | ~Exists(since))


def _in_time_for_the_bank(case: Case, order: Order) -> None:
    waiting = Dispute.objects.filter(payment__order=order, state=Contesting.OPEN)
    first = waiting.exclude(answer_by=None).order_by("answer_by").values_list("answer_by", flat=True).first()
    if first is not None:
        Case.objects.filter(pk=case.pk, due_at__gt=first - BEFORE_THE_BANK).update(due_at=first - BEFORE_THE_BANK)


def _settled(now: datetime) -> None:
    """Only what was opened here: what the desk opened, the desk closes."""
    for problem in Problem:
        still = found(problem, now).filter(pk=OuterRef("order"))
        gone = Case.objects.filter(~Exists(still), problem=problem, by=By.SHOP, closed_at=None)
        for case in gone.select_related("order")[:BATCH]:
            cases.closed(case, Outcome.BY_ITSELF, By.SHOP)
