"""People who come into the office, each in a browser of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import ADA, PASSPHRASE, STAFF, Customer
from tests.orders.buying import bought, tube
from troth import gate
from troth.orders.models import Order
from troth.orders.states import Status
from troth.people import staff
from troth.people.models import User
from troth.people.registering import Registration, register

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Comes = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    """Cheap hashes, and no counts of the last test's ledger."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


def hired(*roles: str, email: str = "") -> User:
    """An employee with jobs, or without any."""
    by, address = gate.system("manage_staff"), email or STAFF.get(roles[0] if roles else "", "newcomer@example.com")
    name = address.partition("@")[0].title()
    return staff.create(name, address, roles, by=by, password=PASSPHRASE, proven=True)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def member(who: Customer = ADA) -> User:
    """A customer with an account."""
    return register(
        Registration(
            email=who.email,
            name=who.name,
            password=PASSPHRASE,
            residence=who.country,
            telephone=who.telephone,
            addresses=(who.address,),
        ),
        proven=True,
    )


@pytest.fixture
def comes(db: None) -> Comes:
    """`comes("marketing")`: a browser in which somebody with that job is signed in. Also "nobody in particular"."""

    def somebody(who: str) -> Client:
        if who == "anonymous":
            return Client()
        if who == "customer":
            return signed_in(member(Customer(**{**vars(ADA), "email": "carol@example.org", "name": "Carol"})))
        if who == "superuser":
            return signed_in(User.objects.create_superuser("root@sealed.invalid"))
        return signed_in(hired(*(() if who == "no job" else (who,))))

    return somebody


def order_of(who: Customer = ADA, status: Status = Status.PAID) -> Order:
    """A guest's order, as far along as that."""
    order = bought(who, (tube(title=f"Tube {Order.objects.count()}"), 1))
    Order.objects.filter(pk=order.pk).update(status=status)
    return Order.objects.get(pk=order.pk)


def entries_about(order: Order) -> list[gate.Line]:
    person = gate.person_of_party(order.whose)
    assert person is not None
    return gate.timeline(person, actor=gate.the_person(person), limit=200)


def looks(order: Order) -> list[tuple[str, str, str]]:
    """(who, purpose, decision) of every look an employee had at this customer, newest first."""
    return [(line.actor_code, line.purpose, line.decision) for line in entries_about(order) if line.actor == "employee"]
