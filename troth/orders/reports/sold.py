"""Which orders count as sold, in one place: those money came for, those sold on account, and those that came paid from an
earlier shop.

What went back is no less sold: it is told as a refund, on the day it was decided. What was called off before its invoice was
paid was never sold, whatever part of its money had come.
"""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from .. import brought
from ..models import OnAccount, Order, OrderLine, Payment, Refund
from ..models.account import Standing
from ..models.payment import SETTLED
from ..models.refund import Why
from ..states import SOLD, Status
from .span import Span


def sold(span: Span | None = None) -> QuerySet[Order]:
    """By the day they were placed."""
    found = Order.objects.filter(_counts())
    return found.filter(placed_at__gte=span.begins, placed_at__lt=span.ends) if span else found


def lines(span: Span | None = None) -> QuerySet[OrderLine]:
    """The lines of what was sold. Joined: asked for the orders first, PostgreSQL compared each line with each of them."""
    placed = {"order__placed_at__gte": span.begins, "order__placed_at__lt": span.ends} if span else {}
    return OrderLine.objects.filter(_counts("order"), **placed).order_by()


def of_what_was_sold(given: QuerySet[Refund]) -> QuerySet[Refund]:
    """Without money that came once too often or beyond what was owed, or for what was called off: no sale tells of it.

    What was taken off an open invoice is told, though no money moved.
    """
    of = given.annotate(of_order=Coalesce("payment__order", "account__order"))
    never = OnAccount.objects.filter(order=OuterRef("of_order"), state=Standing.CALLED_OFF)
    return of.exclude(why__in=(Why.TWICE, Why.SURPLUS, Why.LET_GO)).filter(~Exists(never))


def currencies() -> tuple[str, ...]:
    """In which anything was ordered, the most used first. One query."""
    used = Order.objects.order_by().values_list("currency").annotate(many=Count("pk")).order_by("-many", "currency")
    return tuple(code for code, _many in used)


def _counts(order: str = "") -> Q:
    """Of orders, or of what has one in the field `order`."""
    paid = Payment.objects.filter(order=OuterRef(order or "pk"), state__in=SETTLED)
    on_account = OnAccount.objects.filter(order=OuterRef(order or "pk"))
    called_off = Q(Exists(on_account.filter(state=Standing.CALLED_OFF)))
    owed = Q(Exists(on_account.exclude(state=Standing.CALLED_OFF)))
    return (Q(Exists(paid)) & ~called_off) | owed | brought.paid(*SOLD, Status.REFUNDED, order=order)
