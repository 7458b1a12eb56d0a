"""A file of rates as the office and the command bring it in: read, kept to be looked at, told what it would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Sum
from django.utils.translation import gettext as _

from troth.people import postal

from ...models.local_rate import RateEdition
from . import editions, reading
from .editions import Changes
from .reading import NotRates, Writes

LISTED: Final = 30


@dataclass(frozen=True, slots=True)
class Looked:
    edition: RateEdition
    changes: tuple[Changes, ...]
    padded: int


@dataclass(frozen=True, slots=True)
class Listed:
    """`standing`: "looked at", "in force" or "undone", for programs; `holds`: in force for one of its states at least."""

    number: int
    source: str
    country: str
    made_at: datetime
    rows: int
    standing: str
    holds: bool


def look(content: bytes, *, country: str, writes: Writes, source: str) -> Looked:
    """Raises NotRates; then nothing is kept."""
    if country not in postal.known_countries():
        raise NotRates([_("There is no such country.")])
    parts = [code for each in postal.shape_of(country) if each.name == "region" for code, _name in each.choices]
    read = reading.read(content, country=country, regions=parts, writes=writes)
    edition = editions.look_at(read, country=country, source=source)
    return Looked(edition, editions.changes(edition), read.padded)


def listed() -> tuple[Listed, ...]:
    """Newest first. Two queries."""
    now = set(editions.in_force().values())
    found = RateEdition.objects.annotate(many=Sum("places__rows"))[:LISTED]
    return tuple(
        Listed(row.pk, row.source, row.country, row.made_at, row.many or 0, _standing(row), row.pk in now)
        for row in found
    )


def _standing(row: RateEdition) -> str:
    if row.undone_at is not None:
        return "undone"
    return "in force" if row.begun_at is not None else "looked at"
