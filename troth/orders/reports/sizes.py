"""How large the orders of a day were: how many in each band of amounts. Of each buyer the first order of the day counts.

True numbers: they are for `visits.partners`, which puts noise to them, and for nobody else.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.db.models.functions import TruncDate
from django.utils import timezone

from troth import gate

from .buyers import buyers
from .sold import sold
from .span import Span, Step

type Placed = tuple[gate.PartyId, int]

# In minor units, the same for every currency and every day: bands that followed the orders would tell of them.
BANDS = (0, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000)


def sizes(currency: str, days: Sequence[date]) -> Mapping[date, Sequence[int]]:
    """For each of the days one number a band, from each amount of `BANDS` to the next.

    Nobody is in more than one of them, as far as it can be told whose orders are whose (`buyers`).
    """
    found = {day: [0] * len(BANDS) for day in days}
    for day, orders in _by_day(currency, found).items():
        whose = buyers([party for party, _total in orders]) if len(orders) > 1 else {}
        for total in _firsts(orders, whose):
            found[day][band(total)] += 1
    return found


def _by_day(currency: str, days: Collection[date]) -> Mapping[date, list[Placed]]:
    """In the order they were placed. One query."""
    found: dict[date, list[Placed]] = {}
    orders = sold(Span(min(days), max(days), Step.MONTH)).filter(currency=currency)
    on_day = TruncDate("placed_at", tzinfo=timezone.get_current_timezone())
    rows = orders.order_by("placed_at", "pk").annotate(day=on_day).values_list("day", "party", "total")
    for day, party, total in rows.iterator(chunk_size=2000):
        if day in days:
            found.setdefault(day, []).append((gate.PartyId(int=party.int), total))
    return found


def _firsts(orders: Iterable[Placed], whose: Mapping[gate.PartyId, int]) -> Iterator[int]:
    """What the first order of each buyer came to."""
    counted: set[int] = set()
    for party, total in orders:
        buyer = whose.get(party)
        if buyer is None or buyer not in counted:
            yield total
        if buyer is not None:
            counted.add(buyer)


def band(total: int) -> int:
    """Which one an amount lies in."""
    return bisect_right(BANDS, total) - 1
