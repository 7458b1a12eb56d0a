"""What is known of people without opening anything: the facts a decision is made from. Always read in sets."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone

from troth.policy import Facts, State
from troth.vault.models import Choice, Key, Person, Restriction

from .inforce import policy

PROCESSING, ACCOUNT = "processing", "account"


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    state: State
    at: datetime
    source: str
    policy_version: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's standing: where they live, what they chose, what they stopped."""

    person: uuid.UUID
    country: str
    organization_country: str
    jurisdiction: str
    since: datetime
    last_purchase: date | None = None
    choices: Mapping[tuple[str, str], ChoiceLine] = field(default_factory=dict)
    restricted_since: datetime | None = None
    closed_since: datetime | None = None

    def facts(self, *, kept_until: datetime | None = None, destination: str = "", version: str = "") -> Facts:
        bought = (
            None
            if self.last_purchase is None
            else datetime.combine(self.last_purchase, time(), tzinfo=timezone.get_current_timezone())
        )
        return Facts(
            at=timezone.now(),
            jurisdiction=self.jurisdiction,
            choices={about: line.state for about, line in self.choices.items()},
            restricted=self.restricted_since is not None,
            closed=self.closed_since is not None,
            kept_until=kept_until,
            last_purchase=bought,
            destination=destination,
            policy_version=version,
        )


def newcomer(country: str = "", organization_country: str = "") -> Standing:
    """The standing of somebody who is about to become a person here."""
    jurisdiction = policy().jurisdiction_of(country, organization_country)
    return Standing(uuid.uuid4(), country, organization_country, jurisdiction, timezone.now())


def nobody(key: Key) -> Standing:
    """The standing of a kept record whose person was erased: only what the law demands is left to do with it."""
    now = timezone.now()
    return Standing(uuid.uuid4(), "", "", key.jurisdiction or policy().unknown_jurisdiction, now, restricted_since=now)


def standings(persons: Iterable[uuid.UUID]) -> dict[uuid.UUID, Standing]:
    """Three queries, however many people."""
    ids = list(persons)
    choices: dict[uuid.UUID, dict[tuple[str, str], ChoiceLine]] = {}
    for row in Choice.objects.filter(person__in=ids):
        line = ChoiceLine(State(row.state), row.at, row.source, row.policy_version)
        choices.setdefault(row.person_id, {})[row.purpose, row.channel] = line
    stopped = {(row.person_id, row.what): row.since for row in Restriction.objects.filter(person__in=ids, until=None)}
    return {
        row.id: Standing(
            person=row.id,
            country=row.country,
            organization_country=row.organization_country,
            jurisdiction=policy().jurisdiction_of(row.country, row.organization_country),
            since=row.created_at,
            last_purchase=row.last_purchase,
            choices=choices.get(row.id, {}),
            restricted_since=stopped.get((row.id, PROCESSING)),
            closed_since=stopped.get((row.id, ACCOUNT)),
        )
        for row in Person.objects.filter(id__in=ids)
    }
