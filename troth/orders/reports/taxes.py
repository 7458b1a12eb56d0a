"""The taxes of what was sold, by name and rate, as a return to the tax office wants them. One query."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Sum

from ..models import OrderTax
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


def taxes(span: Span, currency: str) -> tuple[Taxed, ...]:
    of_orders = sold(span).filter(currency=currency).order_by().values("pk")
    rows = OrderTax.objects.filter(order__in=of_orders).order_by().values("name", "rate", "included")
    summed = rows.annotate(many=Count("order", distinct=True), on=Sum("base"), tax=Sum("amount"))
    found = (Taxed(row["name"], row["rate"], row["included"], row["many"], row["on"], row["tax"]) for row in summed)
    return tuple(sorted(found, key=lambda each: (-each.amount, each.name)))
