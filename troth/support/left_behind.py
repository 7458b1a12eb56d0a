"""Orders on their way for ever: what was lost, or came back, was made good before the shop knew how to end the wait for it.

Each is settled once, as it would be today. Whatever was settled since has given a parcel up, and is left alone.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from troth.orders import arriving, given_up, moving, wrong
from troth.orders.models import Parcel
from troth.orders.models.order import By
from troth.orders.models.parcel import ENDED, Booking, Way
from troth.orders.problems import Problem
from troth.orders.states import Status

from .concerned import NEVER_CAME
from .lines_told import told
from .models import Case, Outcome

BATCH = 200
MADE_GOOD = (Outcome.GIVEN_BACK, Outcome.SENT)


def settle(now: datetime | None = None) -> int:
    """How many orders came to an end. May run in several places at once; run again it finds none."""
    now = now or timezone.now()
    found = _cases(now).order_by("closed_at")[:BATCH]
    return sum(_ended(each, now) for each in found.prefetch_related("reports__lines__line"))


def _cases(now: datetime) -> QuerySet[Case]:
    """Of orders of which nobody has given a parcel up, and nothing is waited for but what is long overdue."""
    parcels = Parcel.objects.filter(order=OuterRef("order"), booking__in=(Booking.ASKED, Booking.BOOKED))
    under_way = parcels.exclude(way__in=ENDED)
    gone = under_way.filter(wrong.late(now), shipped_at__lt=OuterRef("closed_at"))
    made_good = Case.objects.filter(outcome__in=MADE_GOOD, order__status=Status.SHIPPED)
    return made_good.filter(
        Q(Exists(gone), problem__in=NEVER_CAME)
        | Q(Exists(gone.filter(way=Way.PROBLEM)), problem=Problem.UNDELIVERABLE)
        | Q(~Exists(under_way), problem=Problem.RETURNED),
        ~Exists(parcels.filter(given_up_at__isnull=False)),
        ~Exists(under_way.exclude(wrong.late(now))),
    )


def _ended(case: Case, now: datetime) -> bool:
    with transaction.atomic():
        order = moving.held(case.order_id)
        if order.status != Status.SHIPPED or case.closed_at is None:
            return False
        problem = Problem(case.problem)
        gone = given_up.left_before(order, case.closed_at, now)
        if problem is Problem.UNDELIVERABLE:
            gone = [each for each in gone if each.way == Way.PROBLEM]
        if problem is not Problem.RETURNED:
            said = {each.id: each.quantity for each in told(case)}
            given_up.give_up(order, said or given_up.contents(order, gone), gone, By.SHOP)
        else:
            arriving.closed(order, By.SHOP)
    return order.status != Status.SHIPPED
