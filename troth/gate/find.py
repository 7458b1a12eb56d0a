"""Finding what is asked about: records, their living keys, and whose they are. Constant queries for any number."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from troth.vault import keys, links, reading
from troth.vault.keys import LivingKey
from troth.vault.models import Record

from .ids import PartyId, PersonId, Whose
from .inforce import policy
from .known import Standing, nobody, standings, standings_behind


@dataclass(slots=True)
class Found:
    """One person or party with the records of the asked kinds. `subject` is their name in the ledger."""

    standing: Standing | None = None
    subject: str = ""
    records: list[tuple[Record, LivingKey]] = field(default_factory=list)

    def of(self, kind: str) -> list[tuple[Record, LivingKey]]:
        return [pair for pair in self.records if pair[0].kind == kind]


def own_key(person: uuid.UUID) -> LivingKey | None:
    return next(iter(keys.living_all(reading.own_keys([person])).values()), None)


def islands(own: LivingKey) -> dict[uuid.UUID, LivingKey]:
    """A person's keys under other retention classes, found through their own key."""
    ids = [uuid.UUID(told["target"]) for told in links.targets_of(links.ISLAND, own)]
    return keys.living_all(reading.keys(ids))


def find(whose: Sequence[Whose], kinds: Iterable[str] | None) -> dict[Whose, Found]:
    """Everything a decision and an answer need, in at most two queries for people and two for parties.

    Kinds of a person's that lie under another retention class than their own take three more for each person.
    """
    kinds = None if kinds is None else list(kinds)
    found: dict[Whose, Found] = {each: Found() for each in whose}
    people = [each for each in whose if isinstance(each, PersonId)]
    parties = [each for each in whose if isinstance(each, PartyId)]
    if people:
        _add_people(found, people, kinds)
    if parties:
        _add_parties(found, parties, kinds)
    for each in found.values():
        each.subject = each.subject or secrets.token_hex(16)  # nobody there: a name that leads nowhere
    return found


def _add_people(found: dict[Whose, Found], people: list[PersonId], kinds: list[str] | None) -> None:
    held = reading.held_by(people, kinds)
    own = keys.living_all({key.id: key for key, _ in held}.values())
    for person, standing in standings(people).items():
        found[PersonId(int=person.int)].standing = standing
    for key in own.values():
        found[PersonId(int=key.person.int)].subject = key.subject
    for row, record in held:
        if record is not None:
            found[PersonId(int=own[row.id].person.int)].records.append((record, own[row.id]))
    for key in own.values():
        found[PersonId(int=key.person.int)].records += of_islands(key, kinds or ())


def of_islands(own: LivingKey, kinds: Iterable[str]) -> list[tuple[Record, LivingKey]]:
    """What of these kinds a person has beside their own key, oldest first. What has outlived its time counts as gone."""
    declared = policy().kinds
    apart = [name for name in kinds if declared[name].of == "person" and declared[name].retention != own.row.retention]
    if not apart:
        return []
    now = timezone.now()
    living = {
        each.id: each for each in islands(own).values() if each.row.keep_until is None or each.row.keep_until > now
    }
    rows = Record.objects.filter(key__in=list(living), kind__in=apart, party=None).order_by("collected_at")
    return [(row, living[row.key_id]) for row in rows]


def _add_parties(found: dict[Whose, Found], parties: list[PartyId], kinds: list[str] | None) -> None:
    held = reading.held_of_parties(parties)
    rows, living = [row for _, row in held], keys.living_all({key.id: key for key, _ in held}.values())
    known = standings_behind(links.ISLAND, [str(key) for key in living])
    for row in rows:
        if row.party is None:
            continue
        each, key = found[PartyId(int=row.party.int)], living[row.key_id]
        each.standing = each.standing or known.get(str(key.id)) or nobody(key.row)
        if kinds is None or row.kind in kinds:
            each.subject = each.subject if each.records else key.subject
            each.records.append((row, key))
        each.subject = each.subject or key.subject
