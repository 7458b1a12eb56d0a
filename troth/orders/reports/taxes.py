"""The taxes of what was sold, by name and rate, as a return to the tax office wants them. Two queries.

Those of an earlier shop's orders stand by themselves, whatever they were called there: its papers tell them, too.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Sum

from ..models import Order, OrderTax
from ..models.order import Origin
from .named import first_name
from .sold import sold
from .span import Span


@dataclass(frozen=True, slots=True)
class Taxed:
    """`rate`: thousandths of a per cent. `base`, `amount`: minor units, before anything was given back.

    `earlier`: all taxes of orders from an earlier shop, with neither name nor rate nor `base`.
    """

    name: str
    rate: int
    included: bool
    orders: int
    base: int
    amount: int
    earlier: bool = False


def orders(span: Span, currency: str) -> int:
    """How many orders a tax fell on. One query."""
    rows = OrderTax.objects.filter(order=OuterRef("pk"))
    ours = ~Q(origin=Origin.IMPORT) & Q(Exists(rows))
    return _sold(span, currency).filter(ours | _EARLIER).count()


def taxes(span: Span, currency: str) -> tuple[Taxed, ...]:
    ours = _sold(span, currency).exclude(origin=Origin.IMPORT).values("pk")
    rows = OrderTax.objects.filter(order__in=ours).order_by().annotate(called=first_name("name"))
    summed = rows.values("called", "rate", "included").annotate(
        many=Count("order", distinct=True), on=Sum("base"), tax=Sum("amount")
    )
    found = [Taxed(row["called"], row["rate"], row["included"], row["many"], row["on"], row["tax"]) for row in summed]
    found += _earlier(span, currency)
    return tuple(sorted(found, key=lambda each: (-each.amount, each.name)))


_EARLIER = Q(origin=Origin.IMPORT) & (Q(tax__gt=0) | Q(tax_included__gt=0))


def _earlier(span: Span, currency: str) -> list[Taxed]:
    included = ExpressionWrapper(Q(tax_included__gt=0), output_field=BooleanField())
    rows = _sold(span, currency).filter(_EARLIER).annotate(included=included).values("included")
    summed = rows.annotate(many=Count("pk"), sum=Sum(F("tax") + F("tax_included")))
    return [Taxed("", 0, row["included"], row["many"], 0, row["sum"], earlier=True) for row in summed]


def _sold(span: Span, currency: str) -> QuerySet[Order]:
    return sold(span).filter(currency=currency).order_by()
