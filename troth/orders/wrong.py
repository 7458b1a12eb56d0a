"""Looking for what is wrong: each problem that stands in the books as a question to them.

found(Problem.STUCK, now)    -> the orders that have it now
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from .models import Debt, DeliveryWord, Dispute, Order, OrderEvent, Parcel, Payment, Refund, ReturnRequest
from .models.dispute import Contesting
from .models.order import What
from .models.owed import Owing, Pause
from .models.parcel import Arrived, Booking, Way
from .models.payment import TRANSFER, Paying
from .models.refund import CLAIMS, Giving
from .problems import Problem
from .returns.states import Returning
from .states import UNDER_WAY, Status

WAITS_AT_MOST = timedelta(days=4)  # paid and not sent; longer than a week-end with a holiday beside it
LATE_AT_MOST = timedelta(days=7)  # after the day it was promised for
SILENT_AT_MOST = timedelta(days=21)  # where no day was promised
LOOKED_BACK = timedelta(days=400)
WORDS_LOOKED_BACK = timedelta(days=14)

# What the books note when it begins, each time it does. Without one, what somebody settled and is still so comes again.
BEGINS: dict[Problem, What] = {
    Problem.CARRIER_REFUSED: What.SHIPPING_FAILED,
    Problem.CARRIER_UNHEARD: What.SHIPPING_UNHEARD,
    Problem.LABEL_UNHEARD: What.BACK_LABEL_UNHEARD,
    Problem.PAYMENT_FAILED: What.PAYMENT_FAILED,
    Problem.UNDELIVERABLE: What.PARCEL_PROBLEM,
    Problem.RETURNED: What.PARCEL_PROBLEM,
    Problem.PAID_TWICE: What.PAID_TWICE,
    Problem.DISPUTED: What.DISPUTED,
    Problem.OWED: What.DEBT_OBJECTED,
    Problem.REFUND_REFUSED: What.REFUND_FAILED,
}


def found(problem: Problem, now: datetime) -> QuerySet[Order]:
    """The orders that have this problem now, and not since further back than anybody would look.

    None for what only the buyer can see and has said nothing of.
    """
    recent = Order.objects.filter(placed_at__gt=now - LOOKED_BACK)
    look = _LOOKS.get(problem)
    return look(recent, now) if look else recent.none()


def _with(parcels: Q) -> Exists:
    return Exists(Parcel.objects.filter(parcels, order=OuterRef("pk")))


def _carrier_refused(recent: QuerySet[Order], _now: datetime) -> QuerySet[Order]:
    return recent.filter(_with(Q(booking=Booking.FAILED)))


def _carrier_unheard(recent: QuerySet[Order], _now: datetime) -> QuerySet[Order]:
    return recent.filter(_with(Q(booking=Booking.UNHEARD)))


def _label_unheard(recent: QuerySet[Order], _now: datetime) -> QuerySet[Order]:
    waits = ReturnRequest.objects.filter(order=OuterRef("pk"), label_unheard_at__isnull=False, state=Returning.AGREED)
    return recent.filter(Exists(waits))


def _payment_failed(recent: QuerySet[Order], _now: datetime) -> QuerySet[Order]:
    return recent.filter(status=Status.PAYMENT_FAILED)


def _undeliverable(recent: QuerySet[Order], _now: datetime) -> QuerySet[Order]:
    return recent.filter(_with(Q(booking=Booking.BOOKED, way=Way.PROBLEM)))


def _returned(recent: QuerySet[Order], _now: datetime) -> QuerySet[Order]:
    return recent.filter(_with(Q(booking=Booking.BOOKED, way=Way.RETURNED)))


def _lost(recent: QuerySet[Order], now: datetime) -> QuerySet[Order]:
    """Carried by somebody who tells where things are, and did not tell that it arrived. Not what is given up already."""
    under_way = Q(booking=Booking.BOOKED, way__in=(Way.BOOKED, Way.MOVING, Way.NEAR), given_up_at=None)
    return recent.filter(_with(under_way & ~Q(tracking="") & late(now)), status__in=UNDER_WAY)


def late(now: datetime) -> Q:
    """Parcels that should have been there for long."""
    return Q(expected_on__lt=(now - LATE_AT_MOST).date()) | Q(expected_on=None, shipped_at__lt=now - SILENT_AT_MOST)


def _stuck(recent: QuerySet[Order], now: datetime) -> QuerySet[Order]:
    """Not those that somebody holds back on purpose. A replacement that was promised counts as well."""
    long_ago = OrderEvent.objects.filter(order=OuterRef("pk"), at__lt=now - WAITS_AT_MOST)
    paid = Exists(long_ago.filter(what__in=(What.PAID, What.PAID_LATE)))
    left_since = OrderEvent.objects.filter(
        order=OuterRef("order"), what__in=(What.SHIPPED, What.PART_SHIPPED), at__gt=OuterRef("at")
    )
    promised = Exists(long_ago.filter(~Exists(left_since), what=What.EXCHANGED))
    waits = Q(paid, status__in=(Status.PAID, Status.PACKED)) | Q(promised, status=Status.PART_SHIPPED)
    return recent.filter(waits, held_since=None)


def _paid_twice(recent: QuerySet[Order], _now: datetime) -> QuerySet[Order]:
    for_itself = Q(payments__state=Paying.SUCCEEDED, payments__difference=None, payments__debt=None)
    for_itself &= ~Q(payments__provider=TRANSFER)  # may come in parts; what is too much is owed back at once
    return recent.annotate(paid=Count("payments", filter=for_itself)).filter(paid__gt=1)


def _disputed(recent: QuerySet[Order], _now: datetime) -> QuerySet[Order]:
    return recent.filter(Exists(Dispute.objects.filter(payment__order=OuterRef("pk"), state=Contesting.OPEN)))


def _owed(recent: QuerySet[Order], _now: datetime) -> QuerySet[Order]:
    """Somebody says that they do not owe it, or there is nobody to ask any more."""
    waits = Debt.objects.filter(state=Owing.OPEN, pause__in=(Pause.OBJECTED, Pause.NOBODY))
    return recent.filter(Exists(waits.filter(dispute__payment__order=OuterRef("pk"))))


def _refund_refused(recent: QuerySet[Order], _now: datetime) -> QuerySet[Order]:
    """Refused, and nobody gave the same money back since."""
    anew = Refund.objects.filter(payment=OuterRef("payment"), pk__gt=OuterRef("pk"), state__in=CLAIMS)
    ours = Payment.objects.filter(pk=OuterRef("payment"), state=Paying.SUCCEEDED)
    refused = Refund.objects.filter(~Exists(anew), Exists(ours), payment__order=OuterRef("pk"), state=Giving.FAILED)
    return recent.filter(Exists(refused))


def _said(arrived: Arrived) -> Callable[[QuerySet[Order], datetime], QuerySet[Order]]:
    """Answers to the question after a delivery."""

    def look(recent: QuerySet[Order], now: datetime) -> QuerySet[Order]:
        lately = DeliveryWord.objects.filter(arrived=arrived, said_on__gte=(now - WORDS_LOOKED_BACK).date())
        return recent.filter(Exists(lately.filter(parcel__order=OuterRef("pk"))))

    return look


_LOOKS: dict[Problem, Callable[[QuerySet[Order], datetime], QuerySet[Order]]] = {
    Problem.CARRIER_REFUSED: _carrier_refused,
    Problem.CARRIER_UNHEARD: _carrier_unheard,
    Problem.LABEL_UNHEARD: _label_unheard,
    Problem.PAYMENT_FAILED: _payment_failed,
    Problem.UNDELIVERABLE: _undeliverable,
    Problem.RETURNED: _returned,
    Problem.LOST: _lost,
    Problem.STUCK: _stuck,
    Problem.PAID_TWICE: _paid_twice,
    Problem.DISPUTED: _disputed,
    Problem.OWED: _owed,
    Problem.REFUND_REFUSED: _refund_refused,
    Problem.DAMAGED: _said(Arrived.DAMAGED),
    Problem.NOT_ARRIVED: _said(Arrived.MISSING),
}
