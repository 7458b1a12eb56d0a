"""The figures of the orders of a list, for a spreadsheet: numbers, times and amounts, and nobody's country or name.

Read in pieces, each a query of its own, so that a million orders take no more memory than a thousand, and no store
is kept waiting by whoever downloads slowly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from troth import gate
from troth.catalog.money import Money

from .. import sent_by
from ..models import Order, Payment
from ..models.order import Origin
from ..reports import readers
from ..states import Status
from .filter import Filter, found

PIECE = 2000


@dataclass(frozen=True, slots=True)
class OrderFigures:
    """`reference`: its number in an earlier shop. `tax` is all of it, on top or contained; `back`: given back so far."""

    number: str
    reference: str
    placed_at: datetime
    status: Status
    held: bool
    origin: Origin
    method: str
    currency: str
    goods: Money
    discount: Money
    shipping: Money
    tax: Money
    total: Money
    back: Money


def figures(asked: Filter, actor: gate.Actor) -> Iterator[OrderFigures]:
    """The newest first. Raises gate.Refused at once, for jobs that neither send orders nor keep the books."""
    readers.check(readers.may_list, actor)
    return _told(found(asked).annotate(back=_given_back()).order_by("-placed_at", "-pk"))


def _told(orders: QuerySet[Order]) -> Iterator[OrderFigures]:
    before: Order | None = None
    while True:
        piece = [*(orders.filter(_after(before)) if before else orders)[:PIECE]]
        yield from (_figures(order) for order in piece)
        if len(piece) < PIECE:
            return
        before = piece[-1]


def _after(before: Order) -> Q:
    """What comes next, by an index and not by counting."""
    same = Q(placed_at=before.placed_at, pk__lt=before.pk)
    return Q(placed_at__lte=before.placed_at) & (Q(placed_at__lt=before.placed_at) | same)


def _given_back() -> Coalesce:
    payments = Payment.objects.filter(order=OuterRef("pk")).order_by().values("order")
    return Coalesce(Subquery(payments.annotate(back=Sum("given_back")).values("back")), 0)


def _figures(order: Order) -> OrderFigures:
    def money(amount: int) -> Money:
        return Money(amount, order.currency)

    return OrderFigures(
        number=order.number,
        reference=order.reference,
        placed_at=order.placed_at,
        status=Status(order.status),
        held=order.held_since is not None,
        origin=Origin(order.origin),
        method=sent_by.name_of(order),
        currency=order.currency,
        goods=money(order.goods),
        discount=money(order.discount),
        shipping=money(order.shipping),
        tax=money(order.tax + order.tax_included),
        total=money(order.total),
        back=money(order.back),  # type: ignore[attr-defined]  # annotated above
    )
