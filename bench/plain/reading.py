"""Reading the plain tables: what `gate.use` and its kin answer, without asking anybody."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from troth import gate
from troth.gate import Grant, Opened, OpenedRecord, Personal, Refused

from .models import Address, Customer, Email, OrderBilling, OrderContact, OrderDelivery, OrderVisit

COLUMNS = {
    "name": ("name",),
    "telephone": ("telephone",),
    "residence": ("country", "organization_country"),
}
POSTAL = ("name", "organization", "street_address", "locality", "region", "postcode", "country")
VISIT = ("ip_address", "provider", "location", "network_kind", "orders_that_day", "time")
OF_PERSONS: dict[str, tuple[Any, tuple[str, ...]]] = {"email": (Email, ("email",)), "address": (Address, POSTAL)}
OF_PARTIES: dict[str, tuple[Any, tuple[str, ...]]] = {
    "order_contact": (OrderContact, ("name", "email", "telephone")),
    "order_delivery": (OrderDelivery, POSTAL),
    "order_billing": (OrderBilling, (*POSTAL, "tax_id")),
    "order_visit": (OrderVisit, VISIT),
}


def use(whose: Any, kinds: Iterable[str], *, purpose: str, actor: Any, channel: str = "", reason: str = "") -> Opened:
    return use_each([whose], kinds, purpose=purpose, actor=actor)[whose]


def use_each(
    whose: Sequence[Any], kinds: Iterable[str], *, purpose: str, actor: Any, channel: str = "", reason: str = ""
) -> dict[Any, Opened]:
    kinds, grant = tuple(kinds), Grant(purpose, "")
    found: dict[uuid.UUID, list[OpenedRecord]] = {each: [] for each in whose}
    if any(kind in COLUMNS for kind in kinds):
        for customer in Customer.objects.filter(id__in=whose):
            found[customer.id] += [_columns(customer, kind, grant) for kind in kinds if kind in COLUMNS]
    for kind in kinds:
        table, by = (OF_PERSONS.get(kind), "customer_id") if kind in OF_PERSONS else (OF_PARTIES.get(kind), "party")
        if table is not None:
            for row in table[0].objects.filter(**{f"{by}__in": whose}):
                found[getattr(row, by)].append(_opened(row, kind, table[1], grant))
    return {each: Opened(tuple(found[each]), grant) for each in whose}


def disclosed(whose: Any, granted: Mapping[str, frozenset[str]], grant: Grant) -> dict[str, dict[str, Personal]]:
    told: dict[str, dict[str, Personal]] = {}
    for kind, fields in granted.items():
        if kind in OF_PARTIES and (row := OF_PARTIES[kind][0].objects.filter(party=whose).first()):
            told[kind] = {name: Personal(value, grant) for name in fields if (value := getattr(row, name))}
    return told


def address_behind(alias: str, *, purpose: str, actor: Any) -> Personal:
    row = Email.objects.filter(alias=alias).first()
    if row is None:
        raise Refused("", "nobody", "This alias leads nowhere.")
    return Personal(row.email, Grant(purpose, ""))


def persons_of_parties(parties: Iterable[Any]) -> dict[Any, Any]:
    rows = OrderDelivery.objects.filter(party__in=list(parties)).values_list("party", "customer_id")
    return {gate.PartyId(int=party.int): gate.PersonId(int=person.int) for party, person in rows}


def _columns(customer: Customer, kind: str, grant: Grant) -> OpenedRecord:
    fields = {name: Personal(value, grant) for name in COLUMNS[kind] if (value := getattr(customer, name))}
    return OpenedRecord(customer.id, kind, "", customer.created_at, "", fields)


def _opened(row: Any, kind: str, names: tuple[str, ...], grant: Grant) -> OpenedRecord:
    fields = {name: Personal(value, grant) for name in names if (value := getattr(row, name))}
    return OpenedRecord(row.id, kind, row.source, row.collected_at, "", fields, getattr(row, "party", None))
