"""Accounts, aliases and standing, from plain columns."""

from __future__ import annotations

from typing import Any

from troth import gate
from troth.gate import Standing

from .models import Choice, Customer, Email, OrderDelivery


def _person(found: Any) -> Any:
    return gate.PersonId(int=found.int) if found else None


def person_of_account(user_pk: int) -> Any:
    return _person(Customer.objects.filter(account=user_pk).values_list("id", flat=True).first())


def standing_of_account(user_pk: int) -> Standing | None:
    found = person_of_account(user_pk)
    return standing(found) if found else None


def account_of_person(person: Any) -> int | None:
    return Customer.objects.filter(id=person).values_list("account", flat=True).first()


def parties_of(person: Any) -> list[Any]:
    rows = OrderDelivery.objects.filter(customer=person).values_list("party", flat=True)
    return [gate.PartyId(int=party.int) for party in rows]


def person_of_party(party: Any) -> Any:
    return _person(OrderDelivery.objects.filter(party=party).values_list("customer_id", flat=True).first())


def alias_at(email: str) -> str | None:
    rows = Email.objects.filter(email=email.strip().casefold(), account=True)
    return rows.values_list("alias", flat=True).first()


def persons_at(email: str) -> list[Any]:
    rows = Email.objects.filter(email=email.strip().casefold()).values_list("customer_id", flat=True)
    return [_person(row) for row in rows]


def aliased(person: Any) -> dict[str, Any]:
    return dict(Email.objects.filter(customer=person).values_list("alias", "id"))


def aliases_of(person: Any) -> list[str]:
    return list(aliased(person))


def person_behind(alias: str) -> Any:
    return _person(Email.objects.filter(alias=alias).values_list("customer_id", flat=True).first())


def roles_of(user_pk: int) -> frozenset[str]:
    return frozenset()


def standing(person: Any) -> Standing | None:
    row = Customer.objects.filter(id=person).first()
    if row is None:
        return None
    said = Choice.objects.filter(customer=person)
    return Standing(
        person=row.id,
        country=row.country,
        organization_country=row.organization_country,
        jurisdiction=gate.policy().jurisdiction_of(row.country, row.organization_country),
        since=row.created_at,
        last_purchase=row.last_purchase,
        choices={
            (each.purpose, each.channel): gate.ChoiceLine(gate.State(each.state), each.at, each.source, "")
            for each in said
        },
    )
