"""Numbers without gaps and without twins: the year's row is held until the transaction that took a number ends.

A transaction that fails gives its number back, for the next one to take. Waiting for the row is the price of that: tax
law wants one or more series without gaps (Directive 2006/112/EC, Article 226, point 2).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F

from ..models import InvoiceYear


@dataclass(frozen=True, slots=True)
class Number:
    year: int
    place: int

    def __str__(self) -> str:
        return f"{self.year}-{self.place:06}"


def take(year: int) -> Number:
    """The next number of the year. Inside the caller's transaction; what fails there takes no number."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is taken in the transaction that uses it")
    this_year = InvoiceYear.objects.filter(year=year)
    if not this_year.update(last=F("last") + 1):  # the update holds the row on both stores
        _begin(year)
        this_year.update(last=F("last") + 1)
    return Number(year, this_year.values_list("last", flat=True).get())


def _begin(year: int) -> None:
    """Two may begin a year at once; one of them does."""
    try:
        with transaction.atomic():
            InvoiceYear.objects.create(year=year)
    except IntegrityError:
        pass
