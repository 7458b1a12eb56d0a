"""How large the orders of a day were: how many in each band of amounts. One query.

True numbers: they are for `visits.partners`, which puts noise to them, and for nobody else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models.functions import TruncDate
from django.utils import timezone

from .sold import sold
from .span import Span, Step

# In minor units, the same for every currency and every day: bands that followed the orders would tell of them.
BANDS = (0, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000)


def sizes(currency: str, days: Sequence[date]) -> Mapping[date, Sequence[int]]:
    """For each of the days, the orders placed then: one number a band, from each amount of `BANDS` to the next."""
    found = {day: [0] * len(BANDS) for day in days}
    orders = sold(Span(min(days), max(days), Step.MONTH)).filter(currency=currency)
    on_day = TruncDate("placed_at", tzinfo=timezone.get_current_timezone())
    for day, total in orders.order_by().annotate(day=on_day).values_list("day", "total").iterator():
        if day in found:
            found[day][band(total)] += 1
    return found


def band(total: int) -> int:
    """Which one an amount lies in."""
    return bisect_right(BANDS, total) - 1
