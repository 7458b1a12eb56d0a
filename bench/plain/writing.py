"""Writing the plain tables: what `gate.collect` and its kin do, without asking, sealing or recording."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from troth import gate
from troth.gate import Collected, Grant, Payload

from . import reading
from .models import Address, Choice, Customer, Email, Visit


def collect(
    person: Any,
    data: Mapping[str, Mapping[str, str]],
    *,
    purpose: str | Mapping[str, str],
    source: str,
    actor: Any = None,
    party: Any = None,
    replaces: Any = None,
    alias: str | None = None,
    beside: Mapping[str, tuple[str, Any]] | None = None,
) -> Collected:
    data = {kind: {name: value.strip() for name, value in told.items() if value} for kind, told in data.items()}
    columns: dict[str, Any] = {
        name: value for kind, told in data.items() if kind in reading.COLUMNS for name, value in told.items()
    }
    if party is not None:
        columns["last_purchase"] = timezone.now().date()
    with transaction.atomic(using="vault", durable=True):
        if person is None:
            person = gate.PersonId.random()
            Customer.objects.create(id=person, **columns)
        elif columns:
            Customer.objects.filter(id=person).update(**columns)
        given = alias or gate.new_alias()
        doors = {kind: door for kind, (door, _actor) in (beside or {}).items()}
        taken = {
            kind: _write(kind, told, person, party, doors.get(kind, source), replaces, given)
            for kind, told in data.items()
        }
    return Collected(person, taken, given if "email" in data else "")


def _write(kind: str, told: Mapping[str, str], person: Any, party: Any, source: str, replaces: Any, alias: str) -> Any:
    if kind in reading.COLUMNS:
        return person
    about = {"customer_id": person, "source": source}
    if kind == "email":
        return Email.objects.create(alias=alias, email=told["email"].casefold(), **about).id
    if kind == "address":
        if replaces:
            Address.objects.filter(id=replaces).delete()
        return Address.objects.create(**about, **told).id
    table = reading.OF_PARTIES[kind][0]
    return table.objects.create(party=party, **about, **told).id


def note(kind: str, batch: Sequence[gate.Noted], *, purpose: str, source: str, actor: Any) -> int:
    with transaction.atomic(using="vault", durable=True):
        return len(Visit.objects.bulk_create([Visit(**each.fields) for each in batch]))


def discard(person: Any, record: Any, *, actor: Any) -> None:
    Address.objects.filter(id=record, customer=person).delete()
    Email.objects.filter(id=record, customer=person).delete()


def choose(person: Any, purpose: str, channel: str, state: Any, *, actor: Any, source: str) -> None:
    said = {"state": str(state), "source": source, "at": timezone.now()}
    Choice.objects.update_or_create(customer_id=person, purpose=purpose, channel=channel, defaults=said)


def disclose(whose: Any, *, purpose: str, recipient: str, actor: Any) -> Payload:
    granted = gate.policy().recipient_fields(purpose, recipient)  # which columns a recipient gets, not whether
    grant = Grant(purpose, "")
    return Payload(uuid.uuid4(), recipient, reading.disclosed(whose, granted, grant), grant)


def outcome(disclosure: Any, state: str) -> None:
    """Nobody keeps it."""


def bind_account(person: Any, user_pk: int) -> None:
    with transaction.atomic(using="vault"):
        Customer.objects.filter(id=person).update(account=user_pk)
        Email.objects.filter(customer=person).update(account=True)


def erase(person: Any, *, actor: Any, unfinished: Any = ()) -> None:
    """What "DELETE FROM" does: the row and what hangs on it."""
    with transaction.atomic(using="vault"):
        for table, _ in reading.OF_PARTIES.values():
            table.objects.filter(customer=person).delete()
        Email.objects.filter(customer=person).delete()
        Address.objects.filter(customer=person).delete()
        Customer.objects.filter(id=person).delete()
