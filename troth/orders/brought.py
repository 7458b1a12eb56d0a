"""Orders of an earlier shop, whose money was never ours to write down: which of them were paid there."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from .models import Order, Payment
from .models.order import Origin
from .models.payment import EARLIER_SHOP, SETTLED, Paying
from .states import SOLD, Status


def paid(*statuses: Status, order: str = "") -> Q:
    """They came in one of these states, and nothing says that they were unpaid. For a filter of orders, or of what has one in
    the field `order`.
    """
    at = f"{order}__" if order else ""
    return Q(**{f"{at}origin": Origin.IMPORT, f"{at}status__in": statuses}) & ~unpaid(order)


def unpaid(order: str = "") -> Q:
    """They were sent there before they were paid."""
    theirs = Payment.objects.filter(order=OuterRef(order or "pk"), provider=EARLIER_SHOP, state=Paying.FAILED)
    return Q(Exists(theirs))


def was_paid(order: Order) -> bool:
    """The same of one order, from its payments as they were fetched; a cancelled one was where money is known of."""
    if order.origin != Origin.IMPORT or was_sent_unpaid(order):
        return False
    there = any(each.provider == EARLIER_SHOP and each.state in SETTLED for each in order.payments.all())
    return there or order.status in (*SOLD, Status.REFUNDED)


def was_sent_unpaid(order: Order) -> bool:
    """From its payments as they were fetched."""
    return any(each.provider == EARLIER_SHOP and each.state == Paying.FAILED for each in order.payments.all())


def paid_under(order: Order) -> str:
    """The provider's reference of its payment there, "" if none is known."""
    return next((each.charge for each in order.payments.all() if each.provider == EARLIER_SHOP), "")
