"""What is to be seen of people and orders that were taken in."""

from __future__ import annotations

from tests.cast import Customer
from troth import gate
from troth.vault.models import Record


def person(customer: Customer) -> gate.PersonId:
    """The only one known at the address."""
    (found,) = set(gate.persons_at(customer.email))
    return found


def own(customer: Customer, *kinds: str) -> gate.Opened:
    found = person(customer)
    return gate.use(found, kinds, purpose="rights_request", actor=gate.the_person(found))


def said(customer: Customer, kind: str, field: str) -> str | None:
    record = own(customer, kind).first(kind)
    value = record[field] if record else None
    return value.reveal() if isinstance(value, gate.Personal) else None


def noted(customer: Customer) -> dict[str, str]:
    """What the earlier shop noted."""
    found = person(customer)
    answers = gate.use_each(
        gate.parties_of(found), ["provenance"], purpose="rights_request", actor=gate.the_person(found)
    )
    records = [
        each for opened in answers.values() if isinstance(opened, gate.Opened) for each in opened.all("provenance")
    ]
    return {
        name: value.reveal()
        for each in records
        for name, value in each.fields.items()
        if isinstance(value, gate.Personal)
    }


def word(customer: Customer, purpose: str = "newsletter", channel: str = "email") -> str | None:
    """What they said, as far as the shop knows."""
    standing = gate.standing(person(customer))
    line = standing.choices.get((purpose, channel)) if standing else None
    return str(line.state) if line else None


def may_write(customer: Customer, purpose: str = "newsletter") -> bool:
    return gate.may_reach(person(customer), purpose, "email").allowed


def vault() -> list[tuple[str, str]]:
    """Everything in the vault, by kind and id."""
    return sorted((record.kind, str(record.id)) for record in Record.objects.all())
