"""What can be wrong with an order, each as a question to the books. Words, numbers and times; nobody's data.

found(Problem.STUCK, now)    -> the orders that have it now
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Dispute, Order, OrderEvent, Parcel, Payment, Refund
from .models.dispute import Contesting
from .models.order import What
from .models.parcel import Booking, Way
from .models.payment import Paying
from .models.refund import CLAIMS, Giving
from .states import Status

WAITS_AT_MOST = timedelta(days=4)  # paid and not sent; longer than a week-end with a holiday beside it
LOOKED_BACK = timedelta(days=400)


class Problem(TextChoices):
    """The label is for staff; `TELLS` has the sentence for the customer."""

    CARRIER_REFUSED = "carrier_refused", _("The carrier did not take the parcel")
    PAYMENT_FAILED = "payment_failed", _("The payment failed")
    UNDELIVERABLE = "undeliverable", _("The parcel can't be delivered")
    STUCK = "stuck", _("Paid days ago and still not sent")
    PAID_TWICE = "paid_twice", _("Paid twice")
    DISPUTED = "disputed", _("The customer's bank asks for the money back")
    REFUND_REFUSED = "refund_refused", _("A refund did not go through")


TELLS: dict[Problem, str | Promise] = {
    Problem.CARRIER_REFUSED: _("the carrier has not taken the parcel, so it has not left us yet."),
    Problem.PAYMENT_FAILED: _("the payment did not go through. Nothing was charged."),
    Problem.UNDELIVERABLE: _("the carrier can't deliver the parcel. Please look whether the address is right."),
    Problem.STUCK: _("it takes us longer to send it than it should. We are sorry."),
    Problem.PAID_TWICE: _("it was paid twice. We give one payment back."),
    Problem.DISPUTED: _("your bank asked us about the payment."),
    Problem.REFUND_REFUSED: _("the money we owe you could not be given back. We try it in another way."),
}


def found(problem: Problem, now: datetime) -> QuerySet[Order]:
    """The orders that have this problem now, and not since further back than anybody would look."""
    recent = Order.objects.filter(placed_at__gt=now - LOOKED_BACK)
    match problem:
        case Problem.CARRIER_REFUSED:
            refused = Parcel.objects.filter(order=OuterRef("pk"), booking=Booking.FAILED)
            return recent.filter(Exists(refused))
        case Problem.PAYMENT_FAILED:
            return recent.filter(status=Status.PAYMENT_FAILED)
        case Problem.UNDELIVERABLE:
            bad = Q(booking=Booking.BOOKED, way__in=(Way.PROBLEM, Way.RETURNED))
            return recent.filter(Exists(Parcel.objects.filter(bad, order=OuterRef("pk"))))
        case Problem.STUCK:
            return _stuck(recent, now)
        case Problem.PAID_TWICE:
            for_itself = Q(payments__state=Paying.SUCCEEDED, payments__difference=None, payments__debt=None)
            paid = Count("payments", filter=for_itself)
            return recent.annotate(paid=paid).filter(paid__gt=1)
        case Problem.DISPUTED:
            waiting = Dispute.objects.filter(payment__order=OuterRef("pk"), state=Contesting.OPEN)
            return recent.filter(Exists(waiting))
        case Problem.REFUND_REFUSED:
            return recent.filter(Exists(_refused_refunds()))


def _stuck(recent: QuerySet[Order], now: datetime) -> QuerySet[Order]:
    """Not those that somebody holds back on purpose."""
    paid = OrderEvent.objects.filter(
        order=OuterRef("pk"), what__in=(What.PAID, What.PAID_LATE), at__lt=now - WAITS_AT_MOST
    )
    return recent.filter(Exists(paid), status__in=(Status.PAID, Status.PACKED), held_since=None)


def _refused_refunds() -> QuerySet[Refund]:
    """Refused, and nobody gave the same money back since."""
    anew = Refund.objects.filter(payment=OuterRef("payment"), pk__gt=OuterRef("pk"), state__in=CLAIMS)
    ours = Payment.objects.filter(pk=OuterRef("payment"), state=Paying.SUCCEEDED)
    return Refund.objects.filter(~Exists(anew), Exists(ours), payment__order=OuterRef("pk"), state=Giving.FAILED)
