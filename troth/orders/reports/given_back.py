"""Money that went back, by its reason, and the goods that came back with it. Two queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum

from ..models import Refund, RefundLine
from ..models.refund import CLAIMS, Why
from .span import Span


@dataclass(frozen=True, slots=True)
class Reason:
    why: Why
    times: int
    amount: int


@dataclass(frozen=True, slots=True)
class CameBack:
    """Pieces of one article that went back to the shelf with a refund. `times`: with how many refunds."""

    sku: str
    title: str
    pieces: int
    times: int


def reasons(span: Span, currency: str) -> tuple[Reason, ...]:
    """Largest amount first. What was paid beyond what is owed now is left out: that less is owed is told already."""
    of = Q(payment__currency=currency) | Q(account__currency=currency)
    rows = _decided(span).filter(of).exclude(why=Why.SURPLUS).order_by().values("why")
    found = (
        Reason(Why(row["why"]), row["times"], row["sum"]) for row in rows.annotate(times=Count("pk"), sum=Sum("amount"))
    )
    return tuple(sorted(found, key=lambda each: (-each.amount, each.why)))


def goods(span: Span) -> tuple[CameBack, ...]:
    """Most pieces first."""
    back = RefundLine.objects.filter(gone__lt=F("quantity"))
    rows = back.filter(refund__in=_decided(span).order_by().values("pk")).order_by()
    summed = rows.values("line__sku", "line__title").annotate(
        pieces=Sum(F("quantity") - F("gone")), times=Count("refund", distinct=True)
    )
    found = (CameBack(row["line__sku"], row["line__title"], row["pieces"], row["times"]) for row in summed)
    return tuple(sorted(found, key=lambda each: (-each.pieces, each.title)))


def _decided(span: Span) -> QuerySet[Refund]:
    return Refund.objects.filter(state__in=CLAIMS, decided_at__gte=span.begins, decided_at__lt=span.ends)
