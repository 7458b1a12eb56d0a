"""Whom the papers are made out to: opened for this one file, for billing, with an entry that each of them can read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from troth import gate

from .. import jobs
from ..parts import BILLING
from .journal import Entry

PURPOSE = "billing"
FIELDS = ("name", "organization")


@dataclass(frozen=True, slots=True)
class Named:
    """Each is None where there is none, or none that may be opened."""

    name: gate.Personal | None = None
    organization: gate.Personal | None = None

    @property
    def told(self) -> tuple[str, str]:
        """As they stand in the file."""
        name, organization = self.name, self.organization
        return name.reveal() if name else "", organization.reveal() if organization else ""


def of(entries: Iterable[Entry], actor: gate.Actor) -> Mapping[UUID, Named]:
    """Raises gate.Refused for a job that does not include billing."""
    jobs.may(actor, PURPOSE)
    parties = dict.fromkeys(entry.party for entry in entries if entry.party is not None)
    whose = {party: gate.PartyId(int=party.int) for party in parties}
    if not whose:
        return {}
    fields = tuple(f"{BILLING}.{field}" for field in FIELDS)
    answers = gate.use_each([*whose.values()], fields, purpose=PURPOSE, actor=actor)
    return {party: _named(answers[one]) for party, one in whose.items()}


def _named(answer: gate.Opened | gate.Refused) -> Named:
    """Nobody is named any more once the time for keeping them is over."""
    record = None if isinstance(answer, gate.Refused) else answer.first(BILLING)
    if record is None:
        return Named()
    found = (record[field] if field in record.fields else None for field in FIELDS)
    return Named(*(each if isinstance(each, gate.Personal) else None for each in found))
