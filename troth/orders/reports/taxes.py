"""The taxes of what was sold, by name and rate, as a return to the tax office wants them. One query."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum

from ..models import OrderTax
from .named import first_name
from .sold import sold
from .span import Span


@dataclass(frozen=True, slots=True)
class Taxed:
    """`rate`: thousandths of a per cent. `base`, `amount`: minor units, before anything was given back."""

    name: str
    rate: int
    included: bool
    orders: int
    base: int
    amount: int


def orders(span: Span, currency: str) -> int:
    """How many orders a tax fell on. One query."""
    of_orders = sold(span).filter(currency=currency).order_by().values("pk")
    return OrderTax.objects.filter(order__in=of_orders).values("order").distinct().count()


def taxes(span: Span, currency: str) -> tuple[Taxed, ...]:
    of_orders = sold(span).filter(currency=currency).order_by().values("pk")
    found_in = OrderTax.objects.filter(order__in=of_orders).order_by()
    rows = found_in.annotate(called=first_name("name")).values("called", "rate", "included")
    summed = rows.annotate(many=Count("order", distinct=True), on=Sum("base"), tax=Sum("amount"))
    found = (Taxed(row["called"], row["rate"], row["included"], row["many"], row["on"], row["tax"]) for row in summed)
    return tuple(sorted(found, key=lambda each: (-each.amount, each.name)))
