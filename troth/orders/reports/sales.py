"""What was sold, by day, week or month: five queries whatever the span."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from ..models import Debt, Difference, Dispute, Refund
from ..models.dispute import Contesting
from ..models.owed import Owing
from ..models.refund import CLAIMS
from ..models.returning import Owed
from .sold import of_what_was_sold, sold
from .span import Span, Step, bucket


@dataclass(frozen=True, slots=True)
class Sales:
    """Of the time from `first` on. Amounts are minor units; `tax` is all of it, on top or contained.

    `total` is what was ordered. Whenever it had been ordered: `extra` is what was paid in that time for dearer replacements,
    `refunds` what of that was given back, `charged_back` what banks took back after a dispute, `recovered` what of that was paid
    after all. The last four say on how many of each those rest.
    """

    first: date
    orders: int = 0
    goods: int = 0
    discount: int = 0
    shipping: int = 0
    tax: int = 0
    total: int = 0
    refunds: int = 0
    extra: int = 0
    charged_back: int = 0
    recovered: int = 0
    times_refunded: int = 0
    times_extra: int = 0
    times_charged_back: int = 0
    times_recovered: int = 0

    @property
    def net(self) -> int:
        return self.total + self.extra - self.refunds - self.charged_back + self.recovered

    @property
    def average(self) -> int | None:
        """Of an order."""
        return round(self.total / self.orders) if self.orders else None

    def __add__(self, other: Sales) -> Sales:
        summed = {each: getattr(self, each) + getattr(other, each) for each in AMOUNTS}
        return Sales(min(self.first, other.first), **summed)


AMOUNTS = tuple(field.name for field in fields(Sales) if field.name != "first")


def sales(span: Span, currency: str) -> tuple[Sales, ...]:
    """One for each step of the span, also where nothing was sold. Five queries."""
    found = {first: Sales(first) for first in span.buckets()}
    for day, told in _days(span, currency):
        first = bucket(day, span.step)
        found[first] += Sales(first, **told)
    return tuple(found.values())


def altogether(rows: tuple[Sales, ...]) -> Sales:
    return sum(rows[1:], rows[0])


def _days(span: Span, currency: str) -> Iterator[tuple[date, dict[str, int]]]:
    orders = sold(span).filter(currency=currency)
    names = ("orders", "goods", "discount", "shipping", "tax", "total")
    yield from (
        (row["day"], {name: row[name + "_"] for name in names})
        for row in _by_day(orders, "placed_at").annotate(
            orders_=Count("pk"),
            goods_=Sum("goods"),
            discount_=Sum("discount"),
            shipping_=Sum("shipping"),
            tax_=Sum(F("tax") + F("tax_included")),
            total_=Sum("total"),
        )
    )
    given = Refund.objects.filter(
        Q(payment__currency=currency) | Q(account__currency=currency),
        state__in=CLAIMS,
        decided_at__gte=span.begins,
        decided_at__lt=span.ends,
    )
    for row in _by_day(of_what_was_sold(given), "decided_at").annotate(sum=Sum("amount"), times=Count("pk")):
        yield row["day"], {"refunds": row["sum"], "times_refunded": row["times"]}
    yield from _ended(Difference.objects.filter(state=Owed.PAID, currency=currency), span, "extra")
    lost = Dispute.objects.filter(state=Contesting.LOST, currency=currency, payment__currency=currency)
    yield from _ended(lost, span, "charged_back")
    yield from _ended(Debt.objects.filter(state=Owing.PAID, currency=currency), span, "recovered")


def _ended(found: QuerySet[Any], span: Span, name: str) -> Iterator[tuple[date, dict[str, int]]]:
    """Sums of what ended on each day, and of how many."""
    some = found.filter(ended_at__gte=span.begins, ended_at__lt=span.ends)
    for row in _by_day(some, "ended_at").annotate(sum=Sum("amount"), times=Count("pk")):
        yield row["day"], {name: row["sum"], f"times_{name}": row["times"]}


def _by_day(found: QuerySet[Any], moment: str) -> QuerySet[Any, dict[str, Any]]:
    day = TruncDate(moment, tzinfo=timezone.get_current_timezone())
    return found.order_by().annotate(day=day).values("day")


def since(moment: datetime, currency: str) -> Sales:
    """From the day of a moment until now, in one piece."""
    span = Span(timezone.localdate(moment), timezone.localdate(), Step.DAY)
    return altogether(sales(span, currency))
