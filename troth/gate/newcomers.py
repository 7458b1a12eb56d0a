"""Somebody becomes a person here: a row, every no already said at their address, and a key of their own."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from troth.vault import aliases, keys, writing
from troth.vault.keys import LivingKey
from troth.vault.models import Choice, Person, Restriction

from .ids import PersonId
from .known import PROCESSING, Standing
from .taking import Data

NO = ("declined", "withdrawn", "objected")


def enter(standing: Standing, data: Data, *, bought: datetime | None) -> LivingKey:
    """Their own key, not yet in the database: `Taking` writes it with the others."""
    now = timezone.now()
    row = Person(id=PersonId.random(), country=standing.country, organization_country=standing.organization_country)
    row.created_at, row.last_purchase = now, bought.date() if bought else None
    writing.insert([row])
    if address := next((fields["email"] for fields in data.values() if fields.get("email")), ""):
        _inherit(row, address)
    return keys.mint("account", "", person=row, jurisdiction=standing.jurisdiction)


def _inherit(person: Person, address: str) -> None:
    """A no said at this address holds for whoever comes back with it."""
    known = {alias.person_id for alias in aliases.at(address)}
    if not known:
        return
    latest = {
        (no.purpose, no.channel): no for no in Choice.objects.filter(person__in=known, state__in=NO).order_by("at")
    }
    for no in latest.values():
        no.pk, no.person = None, person
    Choice.objects.bulk_create(latest.values())
    stop = Restriction.objects.filter(person__in=known, what=PROCESSING, until=None).first()
    if stop:
        Restriction.objects.create(person=person, what=PROCESSING, since=stop.since)
