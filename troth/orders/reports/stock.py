"""What is on the shelves, how long it lasts at today's pace, and what hardly moves. Three queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Sum
from django.utils import timezone

from troth.catalog.models import Variant

from .sold import lines, sold
from .span import last_days

PACE = 30  # days by which the pace is reckoned
SLOW = 90  # days without a sale that make a slow mover
SOON = 30  # days it lasts, at most, to run out soon


@dataclass(frozen=True, slots=True)
class Level:
    """One variant whose stock is counted. `worth`: minor units of `currency` at today's price.

    `pace`: pieces sold in the last 30 days. `days`: how long the stock lasts at that pace; None: nothing was sold.
    """

    variant: int
    sku: str
    title: str
    options: str
    stock: int
    worth: int
    currency: str
    pace: int
    days: int | None
    last_sold: date | None
    since: date

    @property
    def runs_out(self) -> date | None:
        return timezone.localdate() + timedelta(days=self.days) if self.days is not None else None

    @property
    def is_short(self) -> bool:
        return self.stock <= 0 or (self.days is not None and self.days <= SOON)

    @property
    def is_slow(self) -> bool:
        """On the shelf for as long as that, and not sold in that time."""
        border = timezone.localdate() - timedelta(days=SLOW)
        return self.stock > 0 and (self.last_sold or self.since) < border


_COLUMNS = (
    *("pk", "sku", "stock", "price", "currency", "option1", "option2", "option3"),
    *("product__title", "product__created_at"),
)


def levels() -> tuple[Level, ...]:
    """All that is counted and offered, by what runs out first."""
    pace = dict(lines(last_days(PACE)).filter(variant__isnull=False).values_list("variant").annotate(Sum("quantity")))
    last = dict(
        sold().order_by().filter(lines__variant__isnull=False).values_list("lines__variant").annotate(Max("placed_at"))
    )
    rows = Variant.objects.filter(tracked=True, offered=True).order_by().values(*_COLUMNS)
    found = (_level(row, pace.get(row["pk"], 0), last.get(row["pk"])) for row in rows.iterator(chunk_size=2000))
    return tuple(sorted(found, key=_first_out))


def _first_out(level: Level) -> tuple[bool, int, int, str]:
    return (level.days is None, level.days or 0, level.stock, level.title)


def _level(row, pace, last) -> Level:  # type: ignore[no-untyped-def]  # a row of values() and what was looked up for it
    left = max(0, row["stock"])
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
        last_sold=timezone.localdate(last) if last else None,
        since=timezone.localdate(row["product__created_at"]),
    )
