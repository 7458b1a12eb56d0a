"""What is known of people without opening anything: the facts a decision is made from. Always read in sets."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from troth.policy import ActorKind, Ask, Decision, Facts, State, decide
from troth.vault import reading
from troth.vault.models import Key
from troth.vault.reading import PersonRow
from troth.vault.ring import ring

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

    def facts(
        self,
        *,
        kept_until: datetime | None = None,
        destination: str = "",
        version: str = "",
        told: Mapping[str, str] | None = None,
    ) -> Facts:
        """`told`: where they live and where their organization is, as they say it just now."""
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
            residence=(told or {}).get("country") or self.country,
            organization_country=(told or {}).get("organization_country") or self.organization_country,
            policy_version=version,
        )


def judge(ask: Ask, about: Standing, **facts: Any) -> Decision:
    """The policy's answer about one somebody. People act on data of their own only, whatever ids a room hands in."""
    if ask.actor.kind is ActorKind.PERSON and ask.actor.ref not in ("", str(about.person)):
        return policy().refusals["right_not_served"]
    return decide(policy(), ask, about.facts(**facts))


def newcomer(country: str = "", organization_country: str = "") -> Standing:
    """The standing of somebody who is about to become a person here."""
    jurisdiction = policy().jurisdiction_of(country, organization_country)
    return Standing(uuid.uuid4(), country, organization_country, jurisdiction, timezone.now())


def nobody(key: Key) -> Standing:
    """The standing of a kept record whose person was erased: only what the law demands is left to do with it."""
    now = timezone.now()
    return Standing(uuid.uuid4(), "", "", key.jurisdiction or policy().unknown_jurisdiction, now, restricted_since=now)


def standings(persons: Iterable[uuid.UUID]) -> dict[uuid.UUID, Standing]:
    """One query, however many people."""
    return _standings(reading.persons(persons))


def standing_behind(what: str, target: str) -> Standing | None:
    """Of whoever `target` is bound to. One query."""
    # Bound in two epochs, the same rows come twice, and what is made of them is the same.
    rows = reading.person_behind(what, ring().digests(what, target))
    return _standing(rows) if rows else None


def standings_behind(what: str, targets: Iterable[str]) -> dict[str, Standing]:
    """The same for several, by target; none for a target that is bound to nobody. One query."""
    held = ring()
    digests = {handle: target for target in targets for handle in held.digests(what, target)}
    owners, rows = reading.persons_behind(what, list(digests))
    known = _standings(rows)
    return {digests[handle]: known[person] for handle, person in owners.items()}


def _standings(told: Iterable[PersonRow]) -> dict[uuid.UUID, Standing]:
    rows: dict[uuid.UUID, list[PersonRow]] = {}
    for row in told:
        rows.setdefault(row.id, []).append(row)
    return {person: _standing(theirs) for person, theirs in rows.items()}


def _standing(rows: list[PersonRow]) -> Standing:
    person = rows[0]
    stopped = {row.stopped: row.stopped_since for row in rows}
    return Standing(
        person=person.id,
        country=person.country,
        organization_country=person.organization_country,
        jurisdiction=policy().jurisdiction_of(person.country, person.organization_country),
        since=person.created_at,
        last_purchase=person.last_purchase,
        choices=dict(_choices(rows)),
        restricted_since=stopped.get(PROCESSING),
        closed_since=stopped.get(ACCOUNT),
    )


def _choices(rows: list[PersonRow]) -> Iterator[tuple[tuple[str, str], ChoiceLine]]:
    for row in rows:
        if row.purpose is not None and row.state is not None and row.said_at is not None:
            line = ChoiceLine(State(row.state), row.said_at, row.source or "", row.policy_version or "")
            yield (row.purpose, row.channel or ""), line
