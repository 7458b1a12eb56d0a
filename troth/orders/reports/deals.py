"""What vouchers and offers took off, and what they brought. Two queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum

from ..models import Order, OrderDiscount, VoucherUse
from ..models.order import Origin
from .named import first_name
from .sold import sold
from .span import Span


@dataclass(frozen=True, slots=True)
class Deal:
    """`off`: minor units taken off; `total`: of the orders it was used in."""

    label: str
    orders: int
    off: int
    total: int


@dataclass(frozen=True, slots=True)
class Uses:
    """A voucher's uses, whatever became of the orders. `left` None: as often as anybody likes; `given_back` None: not told."""

    code: str
    used: int
    given_back: int | None
    left: int | None


def deals(span: Span, currency: str) -> tuple[Deal, ...]:
    """By what they are called in the shop's first language on the orders they were used in; most taken off first."""
    of_orders = _ours(span, currency)
    rows = (
        OrderDiscount.objects.filter(order__in=of_orders)
        .order_by()
        .annotate(called=first_name("label"))
        .values("called")
        .annotate(many=Count("order", distinct=True), off=Sum("amount"), brought=Sum("order__total"))
    )
    found = (Deal(row["called"], row["many"], row["off"], row["brought"]) for row in rows)
    return tuple(sorted(found, key=lambda deal: (-deal.off, deal.label)))


def orders(span: Span, currency: str) -> int:
    """From how many orders anything was taken off. One query."""
    return OrderDiscount.objects.filter(order__in=_ours(span, currency)).values("order").distinct().count()


def _ours(span: Span, currency: str) -> QuerySet[Order, Any]:
    """What an earlier shop took off was by no voucher or offer of this one."""
    found = sold(span).filter(currency=currency).exclude(origin=Origin.IMPORT)
    return found.order_by().values("pk")


def uses(span: Span) -> tuple[Uses, ...]:
    """Of vouchers that were used in the span, most used first."""
    rows = (
        VoucherUse.objects.filter(used_at__gte=span.begins, used_at__lt=span.ends)
        .order_by()
        .values("voucher__code", "voucher__limit", "voucher__used")
        .annotate(many=Count("pk"), back=Count("given_back_at"))
    )
    found = (
        Uses(row["voucher__code"], row["many"], row["back"], _left(row["voucher__limit"], row["voucher__used"]))
        for row in rows
    )
    return tuple(sorted(found, key=lambda each: (-each.used, each.code)))


def _left(limit: int | None, used: int) -> int | None:
    return None if limit is None else max(0, limit - used)
