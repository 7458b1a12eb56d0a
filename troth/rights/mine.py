"""My data: everything we hold about a reader, in groups they would recognise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from troth import gate
from troth.orders import parties as order_parties
from troth.people import reasons

from .reader import Reader

OWN = ("name", "email", "telephone", "address", "residence", "staff")
OF_ORDER = ("order_contact", "order_delivery", "order_billing")


@dataclass(frozen=True, slots=True)
class Owned:
    """One record with the words the policy has for it."""

    person: gate.PersonId
    record: gate.OpenedRecord
    label: str
    source: str
    kept: str
    clause: str
    fields: tuple[tuple[str, str, object], ...]  # name, label, opened value

    @property
    def correctable(self) -> bool:
        return self.record.kind in ("name", "telephone", "address", "residence")

    @property
    def removable(self) -> bool:
        return self.record.kind in ("telephone", "address")


@dataclass(frozen=True, slots=True)
class OrderOwned:
    number: str
    placed_at: datetime
    records: tuple[Owned, ...]


@dataclass(frozen=True, slots=True)
class Mine:
    own: tuple[Owned, ...]
    orders: tuple[OrderOwned, ...]


def mine(reader: Reader) -> Mine:
    """Open everything about the reader, for the reader. Raises `gate.Refused`."""
    own, orders = [], []
    for person in reader.persons:
        actor = gate.the_person(person)
        opened = gate.use(person, [kind for kind in OWN if _in_force(kind)], purpose="rights_request", actor=actor)
        own += [_owned(person, record) for record in opened.records if record.fields]
        orders += _orders(person, actor)
    return Mine(tuple(own), tuple(sorted(orders, key=lambda order: order.placed_at, reverse=True)))


def one(reader: Reader, record_id: UUID) -> Owned | None:
    """One record of the reader's own, to be corrected."""
    return next((owned for owned in mine(reader).own if owned.record.id == record_id), None)


def _orders(person: gate.PersonId, actor: gate.Actor) -> list[OrderOwned]:
    parties = gate.parties_of(person)
    opened = gate.use_each(parties, OF_ORDER, purpose="rights_request", actor=actor)
    numbers = order_parties.numbers(parties)
    found = []
    for party, answer in opened.items():
        if isinstance(answer, gate.Refused):
            raise answer
        if isinstance(party, gate.PartyId) and party in numbers:
            found.append(OrderOwned(*numbers[party], tuple(_owned(person, each) for each in answer.records)))
    return found


def _in_force(kind: str) -> bool:
    return gate.policy().kinds[kind].in_force


def _owned(person: gate.PersonId, record: gate.OpenedRecord) -> Owned:
    policy = gate.policy()
    kind = policy.kinds[record.kind]
    fields = tuple(
        (name, field.label, _readable(name, record[name]))
        for name, field in kind.fields.items()
        if record[name] is not None
    )
    retention = policy.retention[kind.retention]
    source = policy.sources[record.source].label if record.source in policy.sources else record.source
    return Owned(person, record, kind.label, source, retention.says, kind.clause, fields)


def _readable(name: str, value: object) -> object:
    """Countries by name instead of code."""
    if name.endswith("country") and isinstance(value, gate.Personal):
        return gate.Personal(reasons.place_name(value.reveal()), value.grant)
    return value
