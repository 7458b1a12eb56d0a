"""Taking data in, after everything in it has been allowed: seal, find or make the keys, one entry a kind."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from troth import ledger
from troth.policy import Ask, Decision, Kind
from troth.vault import aliases, keys, links, records, writing
from troth.vault.keys import LivingKey
from troth.vault.models import Alias, Key, Link, Person, Record

from . import entries, places
from .errors import NotDeclared
from .ids import PartyId, PersonId, RecordId
from .inforce import policy
from .known import Standing

Data = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Collected:
    person: PersonId
    records: Mapping[str, RecordId]
    alias: str = ""


@dataclass
class Taking:
    """One collection under way. `new`: the person was made for it, so there is nothing of theirs to look up."""

    own: LivingKey
    standing: Standing
    party: PartyId | None
    source: str
    replaces: RecordId | None
    named: RecordId | None
    alias: str | None
    new: bool
    now: datetime = field(default_factory=timezone.now)
    buys: bool = True
    sources: Mapping[str, str] = field(default_factory=dict)  # of kinds that come by another door
    recorded: list[ledger.Entry] = field(default_factory=list)
    _keys: list[Key] = field(default_factory=list)
    _links: list[Link] = field(default_factory=list)
    _records: list[Record] = field(default_factory=list)
    _aliases: list[Alias] = field(default_factory=list)

    @property
    def person(self) -> PersonId:
        return PersonId(int=self.own.person.int)

    @sensitive_variables("data", "fields")
    def take(self, data: Data, decisions: list[tuple[Ask, Decision]]) -> Collected:
        taken: dict[str, RecordId] = {}
        written: list[tuple[str, ledger.EntryBody]] = []
        given = ""
        for ask, decision in decisions:
            fields, declared = data[ask.kind], policy().kinds[ask.kind]
            key = self._key(declared)
            if declared.plain:
                self._plain(declared, fields, data)
                taken[ask.kind] = self.person
            else:
                record = self._write(declared, key, fields)
                taken[ask.kind] = record.id
                if declared.lookup and declared.of == "person":
                    given = self.alias or aliases.new()
                    self._aliases.append(aliases.given(given, fields[declared.lookup], record, self.person))
            written.append((key.subject, entries.body(ask, decision, ask.fields)))
        self._store()
        self.recorded = ledger.append_many(written)
        if self.party and self.buys and not self.new and not self._there:  # a correction is no purchase
            bought = max(self.now.date(), self.standing.last_purchase or self.now.date())
            Person.objects.filter(id=self.person).update(last_purchase=bought)
        return Collected(self.person, taken, given)

    @sensitive_variables("data", "fields")
    def _plain(self, declared: Kind, fields: Mapping[str, str], data: Data) -> None:
        """Kept beside the person: replaced as a whole, but never left without a country."""
        told = {name: fields.get(name, "") for name in declared.fields}
        told["country"] = places.finer(told["country"], data.values()) or self.standing.country
        if (told["country"], told["organization_country"]) == (
            self.standing.country,
            self.standing.organization_country,
        ):
            return  # what they said before, or what they were entered with
        Person.objects.filter(id=self.person).update(**told)

    @sensitive_variables("fields")
    def _write(self, declared: Kind, key: LivingKey, fields: Mapping[str, str]) -> Record:
        party = self.party if declared.of == "party" else None
        before = [] if declared.single else [each for each in (self.replaces, self.named) if each]
        if before:
            Record.objects.filter(key=key.row, kind=declared.name, party=party, id__in=before).delete()
        elif declared.single and (declared.name in self._there if party else not self.new):
            Record.objects.filter(key=key.row, kind=declared.name, party=party).delete()
        record = records.sealed(
            key,
            declared.name,
            fields,
            source=self.sources.get(declared.name, self.source),
            policy_version=policy().version,
            at=self.now if party is None and key is self.own else _day(self.now),
            party=party,
            named=None if declared.single else self.named,
        )
        self._records.append(record)
        return record

    def _store(self) -> None:
        """One statement a table; keys before what hangs on them, a newcomer's own one first."""
        writing.insert([self.own.row, *self._keys] if self.new else self._keys)
        writing.insert(self._links)
        writing.insert(self._records)
        writing.insert(self._aliases)

    @cached_property
    def _there(self) -> dict[str, uuid.UUID]:
        """Kinds this party has records of already, each with its key. What is a newcomer's cannot have been there."""
        if self.new:
            return {}
        return dict(Record.objects.filter(party=self.party).values_list("kind", "key_id"))

    def _key(self, declared: Kind) -> LivingKey:
        """The person's own key, or the one of the kind's retention class and this period."""
        if declared.of == "party" and self.party is None:
            raise NotDeclared("party for a record of kind", declared.name)
        if declared.retention == self.own.row.retention:
            return self.own
        if declared.of == "party":
            kinds, held = policy().kinds, self._there
            for key in self._islands.values():
                if any(key.id == held[kind] and kinds[kind].retention == declared.retention for kind in held):
                    return key  # a correction, or a later note, belongs to the order's year
        place = declared.retention, _period(policy().retention[declared.retention].period, self.now)
        if place not in self._islands:
            self._islands[place] = self._island(*place)
        return self._islands[place]

    @cached_property
    def _islands(self) -> dict[tuple[str, str], LivingKey]:
        """The person's keys under other retention classes, by class and period."""
        if self.new:
            return {}
        told = links.targets_of(links.ISLAND, self.own)
        living = keys.living_all(Key.objects.filter(id__in=[each["target"] for each in told]))
        return {
            (each["retention"], each["period"]): living[key]
            for each in told
            if (key := uuid.UUID(each["target"])) in living
        }

    def _island(self, retention: str, period: str) -> LivingKey:
        until = policy().keep_until(retention, self.now, self.standing.jurisdiction)
        key = keys.mint(retention, period, person=None, jurisdiction=self.standing.jurisdiction, keep_until=until)
        self._keys.append(key.row)
        self._links.append(links.bridge(links.ISLAND, str(key.id), self.own, retention=retention, period=period))
        return key


def _day(now: datetime) -> datetime:
    """Enough for what lies on an island: its microsecond would stand in an old backup beside the person's own rows."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _period(period: str, now: datetime) -> str:
    return {"none": "", "year": f"{now:%Y}", "month": f"{now:%Y-%m}", "day": f"{now:%Y-%m-%d}"}[period]
