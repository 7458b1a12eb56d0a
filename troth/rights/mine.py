"""My data: everything we hold about a reader, in groups they would recognise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from troth import gate
from troth.comments import theirs as written
from troth.orders import parties as order_parties
from troth.orders.exemptions import mine as exemptions
from troth.orders.exemptions import stood as exemptions_stood
from troth.people import postal

from . import pictures
from .codes import readable, said_beside
from .reader import Reader
from .unpacked import unpacked

OWN = ("name", "email", "telephone", "address", "residence", "subscription", "lead", "on_account", "staff")
OF_ORDER = (
    "order_contact",
    "order_delivery",
    "order_billing",
    "order_note",
    "delivery_proof",
    "order_complaint",
    "order_check",
    "order_visit",
    "warning",
)
BESIDE = (
    "provenance",
    "comment",
    "comment_answer",
    "tax_exemption_filed",
    "tax_exemption",
)  # of parties that no order has
BY_ONESELF = frozenset({"name", "telephone", "address", "residence"})
WHILE_UNPACKED = frozenset({"order_contact", "order_delivery"})


@dataclass(frozen=True, slots=True)
class Owned:
    """One record with the words the policy has for it. `sealed` stands for all of it where nothing is granted."""

    person: gate.PersonId
    record: gate.OpenedRecord
    label: str
    source: str
    kept: str
    clause: str
    fields: tuple[tuple[str, str, object], ...]  # name, label, opened value
    correctable: bool
    party: gate.PartyId | None = None  # of an order's record
    lines: tuple[gate.Personal, ...] = ()  # an address as it is written on a parcel
    seen: tuple[pictures.Shown, ...] = ()

    @property
    def removable(self) -> bool:
        return self.record.kind in ("telephone", "address")

    @property
    def sealed(self) -> gate.Withheld | None:
        values = [value for _name, _label, value in self.fields]
        first = values[0] if values else None
        return first if isinstance(first, gate.Withheld) and all(isinstance(v, gate.Withheld) for v in values) else None


@dataclass(frozen=True, slots=True)
class OrderOwned:
    """`own`: bought through the reader's account, which has it among its orders. `open`: it can still be changed.

    Without a number the order itself is not in the books: it failed on the way, and is swept up soon.
    """

    number: str
    placed_at: datetime
    records: tuple[Owned, ...]
    own: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Mine:
    """`own` belongs to the account, or to a guest's first order; `beside` came with further orders as a guest."""

    own: tuple[Owned, ...]
    beside: tuple[Owned, ...]
    orders: tuple[OrderOwned, ...]

    @property
    def contact(self) -> str:
        """Whom to write to about what cannot be corrected by oneself."""
        return gate.policy().controller.email

    @property
    def all_of_it(self) -> tuple[Owned, ...]:
        return (*self.own, *self.beside, *(record for order in self.orders for record in order.records))


def mine(reader: Reader) -> Mine:
    """Open everything about the reader, for the reader. Raises `gate.Refused`."""
    own: list[tuple[Owned, ...]] = []
    orders: list[OrderOwned] = []
    for person in reader.persons:
        own.append(_of_person(person))
        orders += _orders(person, own=reader.account is not None and person == reader.first)
    beside = tuple(record for records in own[1:] for record in records)
    return Mine(own[0], beside, tuple(sorted(orders, key=lambda order: order.placed_at, reverse=True)))


def one(reader: Reader, record_id: UUID) -> Owned | None:
    """One record of the reader's own, to be corrected."""
    return next((owned for owned in mine(reader).all_of_it if owned.record.id == record_id), None)


def _of_person(person: gate.PersonId) -> tuple[Owned, ...]:
    declared = gate.policy().kinds
    kinds = [
        kind for kind in OWN if kind in declared and declared[kind].in_force
    ]  # a shop's own policy may lack the newest
    opened = gate.use(person, kinds, purpose="rights_request", actor=gate.the_person(person))
    records = sorted(opened.records, key=lambda record: (OWN.index(record.kind), record.collected_at))
    owned = (_owned(person, record, record.kind in BY_ONESELF) for record in records if record.fields)
    return (*owned, *_noted_elsewhere(person))


def _noted_elsewhere(person: gate.PersonId) -> list[Owned]:
    """What an earlier shop noted, and what was written under products: both lie under parties that no order has."""
    parties = gate.parties_of(person)
    ordered = order_parties.numbers(parties)
    notes = [party for party in parties if party not in ordered]
    if not notes:
        return []
    kinds = [kind for kind in BESIDE if kind in gate.policy().kinds]  # a shop's own policy may know no comments
    opened = gate.use_each(notes, kinds, purpose="rights_request", actor=gate.the_person(person))
    stood = exemptions_stood.of(notes)
    found = [
        _standing(
            _owned(person, each, correctable=False), stood.get(party) if isinstance(party, gate.PartyId) else None
        )
        for party, answer in opened.items()
        if isinstance(answer, gate.Opened)
        for each in answer.records
    ]
    return sorted(found, key=lambda owned: (BESIDE.index(owned.record.kind), owned.record.collected_at))


def _standing(owned: Owned, stood: exemptions_stood.Stood | None) -> Owned:
    """With what became of it, where one of us decided on it."""
    value = next((value for _name, _label, value in owned.fields if isinstance(value, gate.Personal)), None)
    if stood is None or value is None:
        return owned
    beside = ((name, label, gate.Personal(text, value.grant)) for name, label, text in stood.lines)
    return replace(owned, fields=(*owned.fields, *beside))


def _orders(person: gate.PersonId, *, own: bool) -> list[OrderOwned]:
    theirs = gate.parties_of(person)
    others = written.among(theirs) | exemptions.among(theirs)
    parties = [party for party in theirs if party not in others]
    if not parties:
        return []
    opened = gate.use_each(parties, OF_ORDER, purpose="rights_request", actor=gate.the_person(person))
    numbers, changeable = order_parties.numbers(parties), unpacked(parties)
    found = []
    for party, answer in opened.items():
        if isinstance(answer, gate.Refused):
            raise answer
        if isinstance(party, gate.PartyId) and answer.records:
            still = party in changeable
            records = sorted(answer.records, key=lambda record: OF_ORDER.index(record.kind))
            owned = tuple(_owned(person, each, still and each.kind in WHILE_UNPACKED, party) for each in records)
            begun = min(record.collected_at for record in records)
            number, placed_at = numbers.get(party, ("", begun))
            found.append(OrderOwned(number, placed_at, owned, own and bool(number), still))
    return found


def _owned(
    person: gate.PersonId, record: gate.OpenedRecord, correctable: bool, party: gate.PartyId | None = None
) -> Owned:
    policy = gate.policy()
    kind = policy.kinds[record.kind]
    fields = tuple(
        (name, field.label, _readable(name, record[name]))
        for name, field in kind.fields.items()
        if record[name] is not None and not field.picture
    )
    whole = all(isinstance(value, gate.Personal) for _name, _label, value in fields)
    source = policy.sources[record.source].label if record.source in policy.sources else record.source
    return Owned(
        person,
        record,
        kind.label,
        source,
        policy.retention[kind.retention].says,
        kind.clause,
        fields,
        correctable and whole,
        party,
        _lines(record) if whole and "street_address" in kind.fields else (),
        pictures.of(record),
    )


def _lines(record: gate.OpenedRecord) -> tuple[gate.Personal, ...]:
    told = {name: value for name, value in record.fields.items() if isinstance(value, gate.Personal)}
    if not told:
        return ()
    grant = next(iter(told.values())).grant
    written = postal.lines_of({name: value.reveal() for name, value in told.items()})
    beside = [gate.Personal(text, grant) for text in said_beside({name: each.reveal() for name, each in told.items()})]
    return (*(gate.Personal(line, grant) for line in written), *beside)


def _readable(name: str, value: object) -> object:
    return gate.Personal(readable(name, value.reveal()), value.grant) if isinstance(value, gate.Personal) else value
