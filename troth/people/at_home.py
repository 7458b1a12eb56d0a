"""What the first page of an account says of its owner: their name and the address mails go to, opened in one use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from troth import gate
from troth.people.models import User
from troth.people.persons import person_of

KINDS = ("name", "email")


@dataclass(frozen=True, slots=True)
class AtHome:
    """Opened values; None where nothing was told."""

    name: Any
    email: Any


def at_home(user: User) -> AtHome | None:
    """None for an account that belongs to nobody. Raises `gate.Refused`."""
    person = person_of(user)
    if person is None:
        return None
    opened = gate.use(person, KINDS, purpose="account", actor=gate.the_person(person))
    named, address = opened.first("name"), _current(user, person, opened)
    return AtHome(name=named["name"] if named else None, email=address["email"] if address else None)


def _current(user: User, person: gate.PersonId, opened: gate.Opened) -> gate.OpenedRecord | None:
    """The address the account signs in with. Mostly there is one; a second waits until its mailbox has answered."""
    found = opened.all("email")
    if len(found) < 2:
        return next(iter(found), None)
    current = gate.aliased(person).get(user.email)
    return next((record for record in found if record.id == current), None)
