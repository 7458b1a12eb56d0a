"""How well each carrier delivers: parcels, on-time share, days, problems and what buyers say. Sums only, and no small ones.

A figure about few parcels could be about somebody. What rests on fewer than `FEW` is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from django.db.models import Count

from .carriers import known
from .models import DeliveryWord, Parcel
from .models.parcel import Arrived, Booking
from .said import carrier_name

FEW = 10


@dataclass(frozen=True, slots=True)
class Quality:
    """One carrier in one stretch of time. None: too few to say. Shares are per cent of what they are shares of.

    `on_time`: of those delivered and promised for a day. `days`: the median from booking to delivery, calendar days.
    `problems`: of all. `well`, `late`, `damaged`: of the `answers`.
    """

    recipient: str
    name: str
    parcels: int | None
    delivered: int | None
    on_time: int | None
    days: float | None
    problems: int | None
    answers: int | None
    well: int | None
    late: int | None
    damaged: int | None


def report(first: date, last: date) -> tuple[Quality, ...]:
    """Of parcels that left from the one day to the other, both included. Two queries."""
    rows = Parcel.objects.filter(
        booking=Booking.BOOKED, shipped_at__date__gte=first, shipped_at__date__lte=last
    ).values_list("carrier", "shipped_at", "expected_on", "delivered_at", "had_problem")
    by_carrier: dict[str, list[tuple[datetime, date | None, datetime | None, bool]]] = {}
    for carrier, shipped, expected, delivered, problem in rows.iterator(chunk_size=2000):
        if shipped is not None:
            by_carrier.setdefault(carrier, []).append((shipped, expected, delivered, problem))
    words = _words(first, last)
    names = dict.fromkeys([*known(), *sorted(by_carrier)])
    return tuple(_quality(name, by_carrier.get(name, []), words.get(name, {})) for name in names)


def _words(first: date, last: date) -> dict[str, dict[str, int]]:
    found = DeliveryWord.objects.filter(parcel__shipped_at__date__gte=first, parcel__shipped_at__date__lte=last)
    told: dict[str, dict[str, int]] = {}
    for carrier, arrived, many in found.order_by().values_list("parcel__carrier", "arrived").annotate(Count("pk")):
        told.setdefault(carrier, {})[arrived] = many
    return told


def _quality(
    recipient: str, parcels: list[tuple[datetime, date | None, datetime | None, bool]], words: dict[str, int]
) -> Quality:
    there = [(shipped, expected, at) for shipped, expected, at, _problem in parcels if at is not None]
    promised = [(expected, at) for _shipped, expected, at in there if expected is not None]
    many, answers = len(parcels), sum(words.values())
    return Quality(
        recipient=recipient,
        name=carrier_name(recipient),
        parcels=_enough(many, many),
        delivered=_enough(many, len(there)),
        on_time=_share((at.date() <= expected for expected, at in promised), len(promised)),
        days=round(median((at - shipped).total_seconds() / 86400 for shipped, _e, at in there), 1)
        if len(there) >= FEW
        else None,
        problems=_share((problem for *_rest, problem in parcels), many),
        answers=_enough(answers, answers),
        **{each.value: _part(words.get(each.value, 0), answers) for each in Arrived},
    )


def _enough(of: int, number: int) -> int | None:
    return number if of >= FEW or of == 0 else None


def _share(those: Iterable[bool], of: int) -> int | None:
    return _part(sum(those), of)


def _part(those: int, of: int) -> int | None:
    return round(100 * those / of) if of >= FEW else None
