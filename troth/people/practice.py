"""The practice cast: sample customers and employees, so that a newcomer can try every side of the shop. Practice only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from troth import gate
from troth.people import staff
from troth.people.registering import Registration, register

PASSPHRASE = "quiet glassware on an oak bench"  # noqa: S105  (printed at start; practice only)


class NotPractice(RuntimeError):
    """Sample people were asked for in live mode."""


class Door(NamedTuple):
    """A practice log-in to print: in whose place, with which address and passphrase."""

    who: str
    address: str
    passphrase: str


@dataclass(frozen=True, slots=True)
class _Customer:
    name: str
    email: str
    telephone: str
    address: dict[str, str]


CUSTOMERS = (
    _Customer(
        "Ada Okafor",
        "ada@example.com",
        "+1 617 555 0143",
        {
            "name": "Ada Okafor",
            "street_address": "12 Sample Street\nApt 3",
            "locality": "Boston",
            "region": "MA",
            "postcode": "02118",
            "country": "US",
        },
    ),
    _Customer(
        "Ben Lindqvist",
        "ben@example.com",
        "+49 30 901820",
        {
            "name": "Ben Lindqvist",
            "organization": "Institut Muster",
            "street_address": "Musterweg 4",
            "locality": "Berlin",
            "postcode": "10115",
            "country": "DE",
        },
    ),
    _Customer(
        "Chiara Rossi",
        "chiara@example.com",
        "+41 44 668 18 00",
        {
            "name": "Chiara Rossi",
            "street_address": "Beispielgasse 7",
            "locality": "Zürich",
            "postcode": "8001",
            "country": "CH",
        },
    ),
)
EMPLOYEES = (
    ("order_desk", _("Order desk"), "Olga Petrova", "olga@example.com"),
    ("customer_service", _("Customer service"), "Sam Carter", "sam@example.com"),
    ("marketing", _("Marketing"), "Mia Tanaka", "mia@example.com"),
    ("bookkeeping", _("Bookkeeping"), "Bilal Haddad", "bilal@example.com"),
    ("site_keeper", _("Administration"), "Ines Novak", "ines@example.com"),
    ("privacy_officer", _("Privacy officer"), "Paul Weber", "paul@example.com"),
)


def gather() -> list[Door]:
    """Make whoever of the cast is not here yet; everybody's log-in, customers first. Raises `NotPractice`."""
    if not settings.TROTH.practice:
        raise NotPractice("the practice cast exists in practice mode only")
    for customer in CUSTOMERS:
        if gate.alias_at(customer.email) is None:
            register(_registration(customer), proven=True)
    for role, _label, name, email in EMPLOYEES:
        if gate.alias_at(email) is None:
            by = gate.system("manage_staff")
            staff.create(name, email, [role], by=by, password=PASSPHRASE, proven=True)
    return doors()


def doors() -> list[Door]:
    """Whom one may sign in as, without making anybody."""
    customers = [Door(str(_("Customer")), customer.email, PASSPHRASE) for customer in CUSTOMERS]
    return [*customers, *(Door(str(label), email, PASSPHRASE) for _role, label, _name, email in EMPLOYEES)]


def _registration(customer: _Customer) -> Registration:
    return Registration(
        email=customer.email,
        name=customer.name,
        password=PASSPHRASE,
        residence=customer.address["country"],
        organization_country=customer.address["country"] if customer.address.get("organization") else "",
        telephone=customer.telephone,
        addresses=(customer.address,),
    )
