"""The postal addresses a person keeps with their account: list, keep, change, remove. All through the gate."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from troth import gate
from troth.people import postal
from troth.people.persons import person_behind

KIND = "address"


@dataclass(frozen=True, slots=True)
class Kept:
    """One address of the book. `lines` and `fields` hold opened values: `{{ line|reveal }}`, never plain text."""

    id: uuid.UUID
    fields: Mapping[str, Any]  # field → Personal | Withheld
    country: str  # its name, for a heading

    @property
    def lines(self) -> list[Any]:
        """As written on a parcel, each line an opened value; where something is withheld, the fields one by one."""
        if any(isinstance(value, gate.Withheld) for value in self.fields.values()):
            return [self.fields[name] for name in postal.FIELDS if name in self.fields]
        grant = next(iter(self.fields.values())).grant
        return [gate.Personal(line, grant) for line in postal.lines_of(as_typed(self), abroad=False)]


def addresses_of(user: Any) -> list[Kept]:
    """The address book, newest first. Raises `gate.Refused`."""
    person = person_behind(user)
    opened = gate.use(person, [KIND], purpose="account", actor=gate.the_person(person))
    return [_kept(record) for record in sorted(opened.all(KIND), key=lambda record: record.collected_at, reverse=True)]


def address_of(user: Any, address_id: uuid.UUID) -> Kept | None:
    """One address of the account's own book; None for everybody else's."""
    return next((kept for kept in addresses_of(user) if kept.id == address_id), None)


def as_typed(kept: Kept) -> dict[str, str]:
    """The address as plain text, for the inputs of the form that changes it, and nothing else."""
    return {name: value.reveal() for name, value in kept.fields.items() if isinstance(value, gate.Personal)}


def keep(user: Any, address: Mapping[str, str], *, replaces: uuid.UUID | None = None) -> uuid.UUID:
    """Put a checked address into the book, in the place of `replaces` if given. Returns its id."""
    person = person_behind(user)
    if replaces is not None and address_of(user, replaces) is None:
        raise LookupError("no such address in this book")
    collected = gate.collect(person, {KIND: dict(address)}, purpose="account", source="account_form", replaces=replaces)
    return collected.records[KIND]


def remove(user: Any, address_id: uuid.UUID) -> None:
    person = person_behind(user)
    gate.discard(person, address_id, actor=gate.the_person(person))


def _kept(record: Any) -> Kept:
    fields = {name: record[name] for name in postal.FIELDS if name in record.fields}
    country = fields.get("country")
    name = postal.country_name(country.reveal()) if isinstance(country, gate.Personal) else ""
    return Kept(record.id, fields, name)
