import pytest

from tests.cast import ADA, BEN, Customer
from troth import gate


def joins(customer: Customer) -> gate.PersonId:
    """Somebody opens an account."""
    told = {
        "name": {"name": customer.name},
        "email": {"email": customer.email},
        "telephone": {"telephone": customer.telephone},
        "address": customer.address,
        "residence": {"country": customer.country},
    }
    return gate.collect(None, told, purpose="account", source="sign_up").person


def orders(customer: Customer, person: gate.PersonId | None = None) -> tuple[gate.PersonId, gate.PartyId]:
    """Somebody orders something, as a guest unless they have an account."""
    party, source = gate.PartyId.random(), "checkout" if person else "guest_checkout"
    shipped = {
        "order_contact": {"name": customer.name, "email": customer.email, "telephone": customer.telephone},
        "order_delivery": customer.address,
    }
    taken = gate.collect(person, shipped, purpose="fulfil_order", source=source, party=party)
    billed = {"order_billing": customer.address}
    gate.collect(taken.person, billed, purpose="billing", source=source, party=party)
    return taken.person, party


def works_here(pk: int, *roles: str) -> gate.Actor:
    """An employee with a job."""
    told = {"staff": {"name": f"Employee {pk}", "email": f"employee{pk}@example.com"}}
    person = gate.collect(None, told, purpose="manage_staff", source="import", actor=gate.system("manage_staff")).person
    gate.bind_account(person, pk)
    for role in roles:
        gate.grant_role(pk, role, actor=gate.system("manage_staff"))
    return gate.employee(pk)


@pytest.fixture
def ada(db_both: None) -> gate.PersonId:
    return joins(ADA)


@pytest.fixture
def ben(db_both: None) -> gate.PersonId:
    return joins(BEN)


@pytest.fixture
def db_both(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("db")
