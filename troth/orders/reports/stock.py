"""What is on the shelves, how long it lasts at its pace, and what hardly moves. Three queries.

What lies there stands for nobody. The pace is a sum over orders (`few`): where those of 30 days are a few, it is that of
90 days or of a year, and where those are a few, too, it isn't told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from troth.catalog.models import Variant

from ..models import OrderEvent, OrderLine
from ..models.order import What
from . import few
from .sold import lines
from .span import last_days

PACE = 30  # days that the pace is told for
OVER = (PACE, 90, 365)  # days that it is reckoned over
SLOW = 90  # days without a sale that make a slow mover
SOON = 30  # days it lasts, at most, to run out soon


@dataclass(frozen=True, slots=True)
class Level:
    """One variant whose stock is counted. `worth`: minor units of `currency` at today's price.

    `pace`: pieces sold in 30 days; None: too few to say. `days`: how long the stock lasts at that pace; None: nothing was sold,
    or too few to say. `last_sold`: the first of the month in which it was.
    """

    variant: int
    sku: str
    title: str
    options: str
    stock: int
    worth: int
    currency: str
    pace: int | None
    days: int | None
    last_sold: date | None
    is_slow: bool = False  # on the shelf for 90 days, and not sold in that time

    @property
    def runs_out(self) -> date | None:
        return timezone.localdate() + timedelta(days=self.days) if self.days is not None else None

    @property
    def is_short(self) -> bool:
        return self.stock <= 0 or (self.days is not None and self.days <= SOON)


_COLUMNS = (
    *("pk", "sku", "stock", "price", "currency", "option1", "option2", "option3"),
    *("product__title", "product__created_at"),
)


def levels() -> tuple[Level, ...]:
    """All that is counted and offered, by what runs out first."""
    paces = {row["variant"]: _pace(row) for row in _sold_over()}
    last = dict(_gone(lines()).values_list("variant").annotate(Max("order__placed_at")))
    rows = Variant.objects.filter(tracked=True, offered=True).order_by().values(*_COLUMNS)
    found = (_level(row, paces.get(row["pk"], 0), last.get(row["pk"])) for row in rows.iterator(chunk_size=2000))
    return tuple(sorted(found, key=_first_out))


def _sold_over() -> QuerySet[Any, Any]:
    """For each variant sold in a year: pieces and orders of each stretch of days."""
    told: dict[str, Any] = {}
    for many in OVER:
        then = Q(order__placed_at__gte=last_days(many).begins)
        told |= {
            f"pieces_{many}": Sum(F("quantity") - F("out"), filter=then, default=0),
            f"orders_{many}": Count("order", filter=then, distinct=True),
        }
    return _gone(lines(last_days(max(OVER)))).values("variant").annotate(**told)


def _gone(found: QuerySet[OrderLine]) -> QuerySet[OrderLine]:
    """What was taken out of an order again, or cancelled with it, lies on the shelf: it was sold, and takes nothing from there."""
    cancelled = OrderEvent.objects.filter(order=OuterRef("order"), what=What.CANCELLED)
    return found.filter(~Exists(cancelled), variant__isnull=False, out__lt=F("quantity"))


def _pace(row: dict[str, Any]) -> int | None:
    """In 30 days, over the shortest time that rests on enough orders."""
    for many in OVER:
        if row[f"orders_{many}"] >= few.FEW:
            return max(1, round(row[f"pieces_{many}"] * PACE / many))
    return None


def _first_out(level: Level) -> tuple[bool, int, int, str]:
    return (level.days is None, level.days or 0, level.stock, level.title)


def _level(row, pace, last) -> Level:  # type: ignore[no-untyped-def]  # a row of values() and what was looked up for it
    left, sold_on = max(0, row["stock"]), timezone.localdate(last) if last else None
    since = sold_on or timezone.localdate(row["product__created_at"])
    return Level(
        variant=row["pk"],
        sku=row["sku"],
        title=row["product__title"],
        options=", ".join(row[f"option{place}"] for place in (1, 2, 3) if row[f"option{place}"]),
        stock=row["stock"],
        worth=left * row["price"],
        currency=row["currency"],
        pace=pace,
        days=left * PACE // pace if pace else None,
        last_sold=sold_on.replace(day=1) if sold_on else None,
        is_slow=row["stock"] > 0 and since < timezone.localdate() - timedelta(days=SLOW),
    )
