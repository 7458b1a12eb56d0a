"""What was sold, by product. Numbers as they are: what of them may be told is `goods_told`'s business."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Sum

from troth.catalog.models import Product

from .sold import lines
from .span import Span


@dataclass(frozen=True, slots=True)
class Sold:
    """`name` of a product; `product` its key, None for what is in the catalogue no more.

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


def orders(span: Span, currency: str) -> int:
    """In how many orders anything was sold. One query."""
    return lines(span).filter(order__currency=currency).values("order").distinct().count()


def shelves(products: Iterable[int]) -> Mapping[int, Sequence[str]]:
    """The names of the categories each product stands in, by its key; those in none are left out. One query."""
    found: dict[int, list[str]] = {}
    rows = Product.categories.through.objects.filter(product__in=[*products])
    for product, name in rows.values_list("product_id", "category__name"):
        found.setdefault(product, []).append(name)
    return found


def _summed(found):  # type: ignore[no-untyped-def]  # a QuerySet of dicts, whose keys the caller chose
    amount = Sum(F("total") - F("discount"))
    return found.annotate(n=Sum("quantity"), o=Count("order_id", distinct=True), a=amount)
