"""What was sold, by product and by category. One query each."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Sum

from .sold import lines
from .span import Span


@dataclass(frozen=True, slots=True)
class Sold:
    """`name` of a product or category; `product` its key, None for what is in the catalogue no more.

    `amount`: minor units, discounts taken off. `orders`: in how many orders it was.
    """

    name: str
    product: int | None
    pieces: int
    orders: int
    amount: int


def by_product(span: Span, currency: str) -> tuple[Sold, ...]:
    """Largest amount first. A product that is gone keeps the title it was sold under."""
    found = lines(span).filter(order__currency=currency)
    there = found.filter(variant__isnull=False).values("variant__product_id", "variant__product__title")
    gone = found.filter(variant__isnull=True).values("title")
    rows = [
        Sold(row["variant__product__title"], row["variant__product_id"], row["n"], row["o"], row["a"])
        for row in _summed(there)
    ]
    rows += [Sold(row["title"], None, row["n"], row["o"], row["a"]) for row in _summed(gone)]
    return tuple(sorted(rows, key=lambda row: (-row.amount, row.name)))


def by_category(span: Span, currency: str) -> tuple[Sold, ...]:
    """Largest amount first. What stands in several categories counts in each, so the amounts add up to more than all.

    A name of "" has what stands in none.
    """
    found = lines(span).filter(order__currency=currency).values("variant__product__categories__name")
    rows = (
        Sold(row["variant__product__categories__name"] or "", None, row["n"], row["o"], row["a"])
        for row in _summed(found)
    )
    return tuple(sorted(rows, key=lambda row: (-row.amount, row.name)))


def _summed(found):  # type: ignore[no-untyped-def]  # a QuerySet of dicts, whose keys the caller chose
    amount = Sum(F("total") - F("discount"))
    return found.annotate(n=Sum("quantity"), o=Count("order_id", distinct=True), a=amount)
