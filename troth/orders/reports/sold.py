"""Which orders count as sold, in one place: those money came for, those sold on account, and those that came paid from an
earlier shop.

What went back is no less sold: it is told as a refund, on the day it was decided.
"""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from .. import brought
from ..models import OnAccount, Order, OrderLine, Payment
from ..models.account import Standing
from ..models.payment import SETTLED
from ..states import SOLD, Status
from .span import Span


def sold(span: Span | None = None) -> QuerySet[Order]:
    """By the day they were placed."""
    found = Order.objects.filter(_counts())
    return found.filter(placed_at__gte=span.begins, placed_at__lt=span.ends) if span else found


def lines(span: Span) -> QuerySet[OrderLine]:
    """The lines of what was sold. Joined: asked for the orders first, PostgreSQL compared each line with each of them."""
    placed = {"order__placed_at__gte": span.begins, "order__placed_at__lt": span.ends}
    return OrderLine.objects.filter(_counts("order"), **placed).order_by()


def currencies() -> tuple[str, ...]:
    """In which anything was ordered, the most used first. One query."""
    used = Order.objects.order_by().values_list("currency").annotate(many=Count("pk")).order_by("-many", "currency")
    return tuple(code for code, _many in used)


def _counts(order: str = "") -> Q:
    """Of orders, or of what has one in the field `order`."""
    paid = Payment.objects.filter(order=OuterRef(order or "pk"), state__in=SETTLED)
    owed = OnAccount.objects.filter(order=OuterRef(order or "pk")).exclude(state=Standing.CALLED_OFF)
    return Q(Exists(paid)) | Q(Exists(owed)) | brought.paid(*SOLD, Status.REFUNDED, order=order)
