"""How many customers live where, and how many come again. The gate counts; what comes back points at nobody.

All of it is about whole months that are over: reloading a page after a sale tells nothing about who bought.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from troth import gate
from troth.gate import Actor, Figures

from .readers import PEOPLE
from .sold import sold
from .span import Step, bucket, full_months

__all__ = ["Actor", "Customers", "Figures", "Month", "customers"]  # the gate's own, for faces, which do not import it

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """`new`, `again`: customers, in fives; None: too few to say."""

    first: date
    new: int | None
    again: int | None


@dataclass(frozen=True, slots=True)
class Customers:
    """As of the end of the month before this one."""

    until: date
    by_country: Figures
    by_organization: Figures
    months: tuple[Month, ...]


def customers(actor: Actor) -> Customers:
    """Raises `gate.Refused`."""
    span = full_months(MONTHS)
    before = span.last + timedelta(days=1)
    return Customers(
        span.last,
        gate.customers_by("country", purpose=PEOPLE, actor=actor, bought_before=before),
        gate.customers_by("organization_country", purpose=PEOPLE, actor=actor, bought_before=before),
        _months(actor),
    )


def _months(actor: Actor) -> tuple[Month, ...]:
    span = full_months(MONTHS)
    firsts = [*span.buckets()]
    parties: dict[date, list[gate.PartyId]] = {first: [] for first in (date.min, *firsts)}
    rows = sold().filter(placed_at__lt=span.ends).order_by().values_list("placed_at__date", "party")
    for day, party in rows.iterator(chunk_size=2000):
        parties[bucket(day, Step.MONTH) if day >= span.first else date.min].append(gate.PartyId(int=party.int))
    told = gate.buyers([*parties.values()], purpose=PEOPLE, actor=actor)[1:]
    return tuple(Month(first, *(each or (None, None))) for first, each in zip(firsts, told, strict=True))
