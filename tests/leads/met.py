"""Whom the tests of trade shows meet, and where."""

from __future__ import annotations

from datetime import date
from typing import Final

from troth import gate
from troth.leads.shows.person import Person, Show, Word

SHOW: Final = Show("Lab Days", "Boston", date(2026, 1, 2))
AUTUMN: Final = Show("Glass Week", "Chicago", date(2026, 10, 4))
DORA: Final = Person("dora@example.com", "Dora Nagy", "US", "Institut Muster", "Buyer", Word.YES)
HEAD: Final = "email,name,country,organization,position,news\n"


def at(email: str) -> gate.PersonId:
    (person,) = gate.persons_at(email)
    return person


def said_of(person: gate.PersonId, purpose: str = "newsletter") -> str:
    """Their word about it by mail; "" where they have said nothing."""
    standing = gate.standing(person)
    assert standing is not None
    line = standing.choices.get((purpose, "email"))
    return str(line.state) if line else ""
