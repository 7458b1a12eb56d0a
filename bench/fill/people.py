"""People and their records in both builds' tables, written in bulk: row for row what `gate.collect` would leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from bench.plain import models as plain
from troth import gate, ledger
from troth.gate import entries
from troth.policy import Allowed, Ask, Verb
from troth.vault import aliases, keys, links, records
from troth.vault.keys import LivingKey
from troth.vault.models import Person, Record

from .words import Someone

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Member:
    id: gate.PersonId
    alias: str
    own: LivingKey
    who: Someone


@dataclass(slots=True)
class Rows:
    """Rows of one batch, by table, in the order in which they may be written."""

    tables: dict[Any, list[Any]] = field(default_factory=dict)
    entries: list[tuple[str, ledger.EntryBody]] = field(default_factory=list)

    def add(self, row: Any) -> None:
        self.tables.setdefault(type(row), []).append(row)

    def write(self) -> None:
        with transaction.atomic(using="vault"):
            for table, rows in self.tables.items():
                table.objects.bulk_create(rows, batch_size=BATCH)
            ledger.append_many(self.entries)


def make(people: Iterable[Someone], *, accounts: Iterator[int] | None = None) -> Iterator[Member]:
    """New people, yielded batch by batch once they are written. `accounts`: a user's pk for each, or None for guests."""
    now, rows, members = timezone.now(), Rows(), []
    for who in people:
        members.append(_person(who, rows, now, next(accounts) if accounts else None))
        if len(members) == BATCH:
            rows.write()
            yield from members
            rows, members = Rows(), []
    rows.write()
    yield from members


def new_key(retention: str, period: str, person: Person | None, country: str, now: datetime) -> LivingKey:
    policy = gate.policy()
    place = policy.jurisdiction_of(country, "")
    until = policy.keep_until(retention, now, place)
    return keys.mint(retention, period, person=person, jurisdiction=place, keep_until=until)


def new_record(rows: Rows, key: LivingKey, kind: str, told: dict[str, str], now: datetime, **about: Any) -> Record:
    """A sealed record, with the entry that tells of it."""
    row = records.sealed(
        key,
        kind,
        told,
        source=about["source"],
        policy_version=gate.policy().version,
        at=now,
        party=about.get("party"),
    )
    rows.add(row)
    collected(rows, key, kind, told, about["purpose"], about["source"])
    return row


def collected(rows: Rows, key: LivingKey, kind: str, told: dict[str, str], purpose: str, source: str) -> None:
    ask = Ask(Verb.COLLECT, purpose, gate.the_person(None), kind, frozenset(told), source=source)
    clause = gate.policy().purposes[purpose].clause
    rows.entries.append((key.subject, entries.body(ask, Allowed(clause, ask.fields), ask.fields)))


def _person(who: Someone, rows: Rows, now: datetime, account: int | None) -> Member:
    id, alias, source = gate.PersonId.random(), aliases.new(), "sign_up"
    person = Person(id=id, country=who.country, created_at=now)
    own = new_key("account", "", person, who.country, now)
    rows.add(person)
    rows.add(own.row)
    given = {"source": source, "purpose": "account"}
    new_record(rows, own, "name", {"name": who.name}, now, **given)
    new_record(rows, own, "telephone", {"telephone": who.telephone}, now, **given)
    new_record(rows, own, "address", who.address, now, **given)
    email = new_record(rows, own, "email", {"email": who.email}, now, **given)
    collected(rows, own, "residence", {"country": who.country}, "account", source)
    known_at = aliases.given(alias, who.email, email, id)
    known_at.account = account is not None
    rows.add(known_at)
    if account is not None:
        rows.add(links.bridge(links.ACCOUNT, str(account), own))
    plain_person(rows, id, who, alias, account)
    return Member(id, alias, own, who)


def plain_person(rows: Rows, id: gate.PersonId, who: Someone, alias: str, account: int | None) -> None:
    """The same person in the other build."""
    customer = plain.Customer(id=id, name=who.name, telephone=who.telephone, country=who.country, account=account)
    rows.add(customer)
    rows.add(
        plain.Email(customer=customer, alias=alias, email=who.email, account=account is not None, source="sign_up")
    )
    rows.add(plain.Address(customer=customer, source="sign_up", **who.address))
