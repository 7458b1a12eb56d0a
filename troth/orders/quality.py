"""How well each carrier delivers: parcels, on-time share, days, problems and what buyers say. Sums only, and no small ones.

A figure about a few parcels could be about somebody: what may be told is the rule of `reports.few`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from django.db.models import Count
from django.utils import timezone

from .carriers import known
from .models import DeliveryWord, Parcel
from .models.order import Origin
from .models.parcel import Arrived, Booking, Way
from .reports import few
from .reports.few import Share
from .said import carrier_name
from .wrong import LATE_AT_MOST, SILENT_AT_MOST


@dataclass(frozen=True, slots=True)
class Quality:
    """One carrier in one stretch of time. None: too few to say. Shares are per cent of what they are shares of, and borders
    where they are of a few.

    `on_time`: of those promised for a day that has been; what is not there by then is late, though nobody knows how late.
    `days`: the median from booking to delivery, calendar days. `problems`, `lost`: of all. `well`, `late`, `damaged`, `missing`: of the `answers`.
    """

    recipient: str
    name: str
    parcels: int | None
    delivered: int | None
    on_time: Share | None
    days: float | None
    problems: Share | None
    lost: Share | None
    answers: int | None
    well: Share | None
    late: Share | None
    damaged: Share | None
    missing: Share | None


@dataclass(frozen=True, slots=True)
class _Sent:
    """One parcel. `followed`: its carrier is asked after it, or told something; of others nobody knows how they fare."""

    shipped: datetime
    expected: date | None
    at: datetime | None
    problem: bool
    way: str
    followed: bool

    @property
    def missed(self) -> bool:
        """It can still arrive, or is lost."""
        return self.at is None and self.followed and self.way != Way.RETURNED

    def is_promised(self, today: date) -> bool:
        return self.expected is not None and (self.at is not None or (self.missed and self.expected < today))

    @property
    def in_time(self) -> bool:
        return self.at is not None and self.expected is not None and self.at.date() <= self.expected

    def is_lost(self, now: datetime) -> bool:
        if not self.missed:
            return False
        if self.expected is not None:
            return self.expected < (now - LATE_AT_MOST).date()
        return self.shipped < now - SILENT_AT_MOST


def report(first: date, last: date) -> tuple[Quality, ...]:
    """Of parcels that left from the one day to the other, both included. Two queries.

    Not of an earlier shop's: when those arrived its files don't say.
    """
    found = Parcel.objects.filter(booking=Booking.BOOKED, shipped_at__date__gte=first, shipped_at__date__lte=last)
    rows = found.exclude(order__origin=Origin.IMPORT).values_list(
        "carrier", "shipped_at", "expected_on", "delivered_at", "had_problem", "way", "look_at"
    )
    by_carrier: dict[str, list[_Sent]] = {}
    for carrier, shipped, expected, delivered, problem, way, look_at in rows.iterator(chunk_size=2000):
        if shipped is not None:
            followed = look_at is not None or way != Way.BOOKED
            by_carrier.setdefault(carrier, []).append(_Sent(shipped, expected, delivered, problem, way, followed))
    words = _words(first, last)
    names = dict.fromkeys([*known(), *sorted(by_carrier)])
    return tuple(_quality(name, by_carrier.get(name, []), words.get(name, {})) for name in names)


def _words(first: date, last: date) -> dict[str, dict[str, int]]:
    found = DeliveryWord.objects.filter(parcel__shipped_at__date__gte=first, parcel__shipped_at__date__lte=last)
    told: dict[str, dict[str, int]] = {}
    for carrier, arrived, many in found.order_by().values_list("parcel__carrier", "arrived").annotate(Count("pk")):
        told.setdefault(carrier, {})[arrived] = many
    return told


def _quality(recipient: str, parcels: list[_Sent], words: dict[str, int]) -> Quality:
    now, today = timezone.now(), timezone.localdate()
    there = [(each.shipped, each.at) for each in parcels if each.at is not None]
    promised = [each for each in parcels if each.is_promised(today)]
    many, answers = len(parcels), [words.get(each.value, 0) for each in Arrived]
    return Quality(
        recipient=recipient,
        name=carrier_name(recipient),
        parcels=many if few.told(many) else None,
        delivered=len(there) if few.told(many) and few.told(len(there)) and few.told(many - len(there)) else None,
        on_time=few.within(sum(each.in_time for each in promised), len(promised)),
        days=round(median((at - shipped).total_seconds() / 86400 for shipped, at in there), 1)
        if len(there) >= few.FEW
        else None,
        problems=few.within(sum(each.problem for each in parcels), many),
        lost=few.within(sum(each.is_lost(now) for each in parcels), many),
        answers=sum(answers) if few.told(sum(answers)) else None,
        **{each.value: share for each, share in zip(Arrived, few.shares(answers), strict=True)},
    )
