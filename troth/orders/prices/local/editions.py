"""A file's rates, taken in to be looked at, brought into force, undone. What was in force before is kept for that.

in_force()            which edition holds for which state: the last that was brought into force and not undone
look_at(read, …)      the rates are there, and hold for nobody
begin(edition)        from now on they hold
undo(edition)         what held before holds again
drop(edition)         looked at, and not wanted
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from typing import Final

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from ...models import PriceBook, TaxRule
from ...models.local_rate import EditionPlace, LocalRate, RateEdition
from .reading import Read

AT_ONCE: Final = 2000
LOOKED_AT_FOR: Final = timedelta(days=1)
KEPT: Final = 2  # of a state: the one in force, and the one before it


class NotThere(LookupError):
    """There is no such edition, or not in this state."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Of one state. `registered`: whether the shop has a tax for it; else its rates count for nothing."""

    region: str
    rows: int
    lowest: int
    highest: int
    new: int
    changed: int
    gone: int
    registered: bool


def in_force() -> dict[tuple[str, str], int]:
    """(country, region) → edition. One query; the price book keeps the answer."""
    rows = EditionPlace.objects.filter(edition__begun_at__isnull=False, edition__undone_at=None)
    told = rows.order_by("edition__begun_at", "edition").values_list("edition__country", "region", "edition")
    return {(country, region): edition for country, region, edition in told}


def look_at(read: Read, *, country: str, source: str) -> RateEdition:
    """In one transaction: all rows, or none."""
    with transaction.atomic():
        _forget_old()
        edition = RateEdition.objects.create(country=country, source=source[:120])
        for some in batched(read.rows, AT_ONCE, strict=False):
            LocalRate.objects.bulk_create(
                LocalRate(
                    edition=edition, region=row.region, first=row.first, last=row.last, rate=row.rate, name=row.name
                )
                for row in some
            )
        many = Counter(row.region for row in read.rows)
        EditionPlace.objects.bulk_create(
            EditionPlace(edition=edition, region=region, rows=rows) for region, rows in many.items()
        )
    return edition


def changes(edition: RateEdition) -> tuple[Changes, ...]:
    """Against what is in force now, state by state."""
    now = in_force()
    registered = set(TaxRule.objects.filter(country=edition.country).values_list("region", flat=True))
    return tuple(_changes(edition, region, now, registered) for region in _regions(edition))


def begin(edition: int) -> None:
    """Raises NotThere for one that is in force, or was."""
    with transaction.atomic():
        fresh = RateEdition.objects.filter(pk=edition, begun_at=None)
        if not fresh.update(begun_at=timezone.now()):
            raise NotThere
        _forget_superseded()
        PriceBook.renew()


def undo(edition: int) -> None:
    """Raises NotThere for one that is not in force."""
    with transaction.atomic():
        held = RateEdition.objects.filter(pk=edition, begun_at__isnull=False, undone_at=None)
        if not held.update(undone_at=timezone.now()):
            raise NotThere
        PriceBook.renew()


def drop(edition: int) -> None:
    RateEdition.objects.filter(pk=edition, begun_at=None).delete()


def _regions(edition: RateEdition) -> Iterator[str]:
    return edition.places.order_by("region").values_list("region", flat=True).iterator()


def _changes(edition: RateEdition, region: str, now: dict[tuple[str, str], int], registered: set[str]) -> Changes:
    before = _rates(now.get((edition.country, region), 0), region)
    after = _rates(edition.pk, region)
    ends = LocalRate.objects.filter(edition=edition, region=region).aggregate(low=Min("rate"), high=Max("rate"))
    return Changes(
        region,
        len(after),
        ends["low"],
        ends["high"],
        new=len(after.keys() - before.keys()),
        changed=sum(1 for span, rate in after.items() if span in before and before[span] != rate),
        gone=len(before.keys() - after.keys()),
        registered=region in registered or "" in registered,
    )


def _rates(edition: int, region: str) -> dict[tuple[int, int], int]:
    rows = LocalRate.objects.filter(edition=edition, region=region).values_list("first", "last", "rate")
    return {(first, last): rate for first, last, rate in rows.iterator(AT_ONCE)}


def _forget_old(now: datetime | None = None) -> None:
    """What somebody looked at yesterday, and what was undone longer ago than that."""
    before = (now or timezone.now()) - LOOKED_AT_FOR
    RateEdition.objects.filter(begun_at=None, made_at__lt=before).delete()
    RateEdition.objects.filter(undone_at__lt=before).delete()


def _forget_superseded() -> None:
    """Editions of which no state is among the two last."""
    rows = EditionPlace.objects.filter(edition__begun_at__isnull=False, edition__undone_at=None)
    told = rows.order_by("-edition__begun_at", "-edition").values_list("edition__country", "region", "edition")
    kept: set[int] = set()
    seen: Counter[tuple[str, str]] = Counter()
    every = set()
    for country, region, edition in told:
        every.add(edition)
        seen[country, region] += 1
        if seen[country, region] <= KEPT:
            kept.add(edition)
    RateEdition.objects.filter(pk__in=every - kept).delete()
