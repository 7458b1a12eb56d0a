"""Somebody becomes a person here: a row, a key of their own, and every no already said at their address."""

from __future__ import annotations

from django.utils import timezone

from troth.vault import aliases, keys
from troth.vault.keys import LivingKey
from troth.vault.models import Choice, Person, Restriction

from .ids import PersonId
from .known import PROCESSING, Standing
from .taking import Data

NO = ("declined", "withdrawn", "objected")


def enter(standing: Standing, data: Data, *, buys: bool) -> LivingKey:
    now = timezone.now()
    row = Person(id=PersonId.random(), country=standing.country, organization_country=standing.organization_country)
    row.created_at, row.last_purchase = now, now.date() if buys else None
    row.save(force_insert=True)
    if address := next((fields["email"] for fields in data.values() if fields.get("email")), ""):
        _inherit(row, address)
    own = keys.mint("account", "", person=row, jurisdiction=standing.jurisdiction)
    own.row.save(force_insert=True)
    return own


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
