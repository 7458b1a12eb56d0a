"""`collect` and `discard`: decide, seal, record. One transaction; all of it or nothing but the refusal."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from troth import ledger
from troth.policy import Actor, Ask, Decision, Kind, Verb, decide
from troth.policy import Refused as RefusedDecision
from troth.vault import aliases, keys, links, records
from troth.vault.keys import LivingKey
from troth.vault.models import Choice, Key, Person, Record, Restriction

from . import entries, places
from .actors import system, the_person
from .errors import NotDeclared, Refused
from .find import own_key
from .ids import PartyId, PersonId, RecordId
from .inforce import policy
from .known import PROCESSING, Standing, newcomer, standings
from .work import vault_work

Data = Mapping[str, Mapping[str, str]]
FINDABLE = "account"  # the purpose under which a guest can be found by their address


@dataclass(frozen=True, slots=True)
class Collected:
    person: PersonId
    records: Mapping[str, RecordId]
    alias: str = ""


@sensitive_variables("data", "address")
def collect(
    person: PersonId | None,
    data: Data,
    *,
    purpose: str,
    source: str,
    actor: Actor | None = None,
    party: PartyId | None = None,
    replaces: RecordId | None = None,
    alias: str | None = None,
) -> Collected:
    """Take in personal data: `{kind: {field: text}}`, given for a purpose through a source.

    Without a person a new one is made. Kinds of which there can be one replace the one there was; `replaces` names the
    record to replace among kinds of which there can be many. Empty fields are not stored. Raises `Refused`, having
    stored nothing but the refusal, and `NotDeclared` for a kind or purpose the policy does not know.
    """
    data = {kind: _tidy(kind, fields) for kind, fields in data.items()}
    if purpose not in policy().purposes:
        raise NotDeclared("purpose", purpose)
    with vault_work():
        standing = standings([person]).get(person) if person else newcomer(*_countries(data))
        asks = _asks(data, purpose, source, actor or the_person(person))
        if person is None and (address := _found_by(data)):
            data = {**data, "email": {"email": address}}
            asks.append(Ask(Verb.COLLECT, FINDABLE, the_person(None), "email", frozenset(["email"]), source=source))
        decisions = _decide(data, asks, standing)
        refused = next((each for _, each in decisions if isinstance(each, RefusedDecision)), None)
        own = own_key(person) if person else None
        if refused or standing is None:
            subject = own.subject if own else secrets.token_hex(16)
            ledger.append_many((subject, entries.body(ask, each, ask.fields)) for ask, each in decisions)
        else:
            own = own or _newcomer(standing, data)
            taken = _Taking(own, standing, party, source, replaces, alias).take(data, decisions)
    if refused:
        raise Refused.by(refused)
    if standing is None:
        raise Refused("O.c", "nobody", "There is nobody here by that id, or they have been erased.")
    return taken


def discard(person: PersonId, record: RecordId, *, actor: Actor) -> None:
    """Remove one record of the person's own (an address of the address book)."""
    with vault_work():
        row = Record.objects.select_related("key").filter(id=record, key__person=person).first()
        if row is None:
            return
        own = keys.living(row.key)
        ask = Ask(Verb.ERASE, "rights_request", actor, row.kind, frozenset(policy().kinds[row.kind].fields))
        decision = decide(policy(), ask, standings([person])[person].facts())
        entries.write(own.subject, entries.body(ask, decision, ask.fields))
        if decision.allowed:
            row.delete()
    if isinstance(decision, RefusedDecision):
        raise Refused.by(decision)


def _tidy(kind: str, fields: Mapping[str, str]) -> dict[str, str]:
    if kind not in policy().kinds:
        raise NotDeclared("kind of record", kind)
    return {field: value.strip() for field, value in fields.items() if value and value.strip()}


def _countries(data: Data) -> tuple[str, str]:
    """Where a newcomer lives: as told, else where the order goes."""
    residence = data.get("residence", {})
    told = [residence.get("country", ""), *(fields.get("country", "") for fields in data.values())]
    country = next(filter(None, told), "")
    return places.finer(country, data.values()), residence.get("organization_country", "")


def _asks(data: Data, purpose: str, source: str, actor: Actor) -> list[Ask]:
    return [Ask(Verb.COLLECT, purpose, actor, kind, frozenset(told), source=source) for kind, told in data.items()]


def _found_by(data: Data) -> str:
    """The address a newcomer who only places an order can be found by again, to read and erase what we hold."""
    if "email" in data:
        return ""
    lookups = ((kind, policy().kinds[kind].lookup) for kind in data)
    return next((data[kind].get(field, "") for kind, field in lookups if field), "")


def _decide(data: Data, asks: list[Ask], standing: Standing | None) -> list[tuple[Ask, Decision]]:
    if standing is None:
        return []
    decided: list[tuple[Ask, Decision]] = []
    for ask in asks:
        goes_to = places.code(data[ask.kind]) if policy().kinds[ask.kind].of == "party" else ""
        decided.append((ask, decide(policy(), ask, standing.facts(destination=goes_to))))
    return decided


def _newcomer(standing: Standing, data: Data) -> LivingKey:
    row = Person(id=PersonId.random(), country=standing.country, organization_country=standing.organization_country)
    row.created_at = timezone.now()
    row.save(force_insert=True)
    for fields in data.values():
        if address := fields.get("email"):
            _inherit(row, address)
            break
    return keys.make("account", "", person=row, jurisdiction=standing.jurisdiction)


def _inherit(person: Person, address: str) -> None:
    """A no said at this address holds for whoever comes back with it."""
    known = [alias.person_id for alias in aliases.at(address)]
    for no in Choice.objects.filter(person__in=known, state__in=("declined", "withdrawn", "objected")).order_by("at"):
        Choice.objects.update_or_create(
            person=person,
            purpose=no.purpose,
            channel=no.channel,
            defaults={
                "state": no.state,
                "source": no.source,
                "policy_version": no.policy_version,
                "at": no.at,
            },
        )
    stop = Restriction.objects.filter(person__in=known, what=PROCESSING, until=None).first()
    if stop:
        Restriction.objects.create(person=person, what=PROCESSING, since=stop.since)


@dataclass(slots=True)
class _Taking:
    """One collection under way, after everything in it has been allowed."""

    own: LivingKey
    standing: Standing
    party: PartyId | None
    source: str
    replaces: RecordId | None
    alias: str | None

    @property
    def person(self) -> PersonId:
        return PersonId(int=self.own.person.int)

    @sensitive_variables("data", "fields")
    def take(self, data: Data, decisions: list[tuple[Ask, Decision]]) -> Collected:
        now, given = timezone.now(), ""
        taken: dict[str, RecordId] = {}
        for ask, decision in decisions:
            kind, fields = ask.kind, data[ask.kind]
            declared = policy().kinds[kind]
            key = self._key(declared, now)
            if declared.plain:
                fields = {**fields, "country": places.finer(fields.get("country", ""), data.values())}
                Person.objects.filter(id=self.person).update(**fields)
                taken[kind] = self.person
            else:
                record = self._write(declared, key, fields, now)
                taken[kind] = record.id
                if declared.lookup and declared.of == "person":
                    given = self.alias or aliases.new()
                    aliases.give(given, fields[declared.lookup], record, self.person)
            entries.write(key.subject, entries.body(ask, decision, ask.fields))
        return Collected(self.person, taken, given)

    @sensitive_variables("fields")
    def _write(self, declared: Kind, key: LivingKey, fields: Mapping[str, str], now: datetime) -> Record:
        party = self.party if declared.of == "party" else None
        same = Record.objects.filter(key=key.row, kind=declared.name, party=party)
        if self.replaces and not declared.single:
            same.filter(id=self.replaces).delete()
        elif declared.single:
            same.delete()
        return records.write(
            key,
            declared.name,
            fields,
            source=self.source,
            policy_version=policy().version,
            at=now,
            party=party,
        )

    def _key(self, declared: Kind, now: datetime) -> LivingKey:
        """The person's own key, or the one of the kind's retention class and this period."""
        if declared.of == "party":
            if self.party is None:
                raise NotDeclared("party for a record of kind", declared.name)
            Person.objects.filter(id=self.person).update(last_purchase=now.date())
        if declared.retention == self.own.row.retention:
            return self.own
        return self._island(declared.retention, now)

    def _island(self, retention: str, now: datetime) -> LivingKey:
        period = _period(policy().retention[retention].period, now)
        for told in links.targets_of(links.ISLAND, self.own):
            if (told["retention"], told["period"]) == (retention, period):
                return keys.living(Key.objects.get(id=told["target"]))
        until = policy().keep_until(retention, now, self.standing.jurisdiction)
        key = keys.make(retention, period, person=None, jurisdiction=self.standing.jurisdiction, keep_until=until)
        links.bind(links.ISLAND, str(key.id), self.own, retention=retention, period=period)
        return key


def _period(period: str, now: datetime) -> str:
    return {"none": "", "year": f"{now:%Y}", "month": f"{now:%Y-%m}"}[period]


def forget_unfinished(party: uuid.UUID) -> int:
    """Sweep up what a failed order left behind; recorded as such. The number of records gone."""
    with vault_work():
        rows = list(Record.objects.filter(party=party).select_related("key"))
        for row in rows:
            ask = Ask(
                Verb.ERASE,
                "fulfil_order",
                system("fulfil_order"),
                row.kind,
                frozenset(policy().kinds[row.kind].fields),
            )
            decision = decide(policy(), ask, newcomer().facts())
            entries.write(keys.living(row.key).subject, entries.body(ask, decision, ask.fields))
        Record.objects.filter(id__in=[row.id for row in rows]).delete()
    return len(rows)
