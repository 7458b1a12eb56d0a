from dataclasses import replace

import pytest

from tests.cast import ADA, BEN, Customer
from tests.channels.carriers import Keeping
from tests.channels.smtp_server import server as server
from troth import gate
from troth.channels import mailbackend, templates


def joins(customer: Customer) -> gate.PersonId:
    """Somebody opens an account."""
    told = {
        "name": {"name": customer.name},
        "email": {"email": customer.email},
        "residence": {"country": customer.country},
    }
    return gate.collect(None, told, purpose="account", source="sign_up").person


def orders(customer: Customer) -> gate.PartyId:
    """Somebody orders something as a guest."""
    party = gate.PartyId.random()
    told = {
        "order_contact": {"name": customer.name, "email": customer.email, "telephone": customer.telephone},
        "order_delivery": customer.address,
    }
    gate.collect(None, told, purpose="fulfil_order", source="guest_checkout", party=party)
    return party


@pytest.fixture
def ada(db) -> gate.PersonId:
    return joins(ADA)


@pytest.fixture
def ben(db) -> gate.PersonId:
    return joins(BEN)


@pytest.fixture
def party(db) -> gate.PartyId:
    return orders(ADA)


@pytest.fixture
def post(monkeypatch) -> Keeping:
    """The mail carrier in use, which takes everything."""
    return use_carrier(monkeypatch, Keeping())


def use_carrier(monkeypatch, carrier):
    monkeypatch.setattr(mailbackend, "carrier", lambda: carrier)
    return carrier


@pytest.fixture
def news(monkeypatch) -> str:
    """A message one can do without. No room sends one yet, so it borrows the words of another."""
    borrowed = replace(templates.TEMPLATES["account_unknown"], purpose="newsletter")
    monkeypatch.setitem(templates.TEMPLATES, "account_unknown", borrowed)
    return "account_unknown"


@pytest.fixture(autouse=True)
def order_facts(monkeypatch):
    """What an order would tell, without an order."""
    facts = {"number": "T-7K4Q-93", "url": "/orders/x/", "lines": [], "total": "$ 4.00", "carrier": "UPS"}
    for name in ("order_placed", "order_paid", "order_shipped"):
        monkeypatch.setitem(templates._facts, name, lambda leaving: facts)
