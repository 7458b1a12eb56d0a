"""Readers of My privacy: with an account, as a guest, or both at one mailbox."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.cast import ADA, PASSPHRASE, Customer
from tests.channels.carriers import Keeping
from tests.gate.conftest import joins, orders, works_here
from troth import gate, ledger
from troth.channels import mailbackend
from troth.people.models import User
from troth.people.registering import Registration, register
from troth.rights import reader
from troth.rights.reader import Reader

__all__ = ["account", "guest", "joins", "last_line", "orders", "reading", "sequenced", "works_here"]


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Keeping:
    """The mail carrier, which takes every letter and remembers it."""
    carrier = Keeping()
    monkeypatch.setattr(mailbackend, "carrier", lambda: carrier)
    return carrier


def account(customer: Customer = ADA, *, proven: bool = True) -> User:
    """Somebody opens an account; `proven`: they have followed the link in the mail."""
    register(
        Registration(
            email=customer.email,
            name=customer.name,
            password=PASSPHRASE,
            residence=customer.country,
            telephone=customer.telephone,
            addresses=(customer.address,),
        ),
        proven=proven,
    )
    return User.objects.latest("pk")


def reading(user: User) -> Reader:
    """The account's reader. An account that nobody is behind has none."""
    found = reader.of_account(user)
    assert found is not None
    return found


def guest(customer: Customer = ADA) -> tuple[Reader, gate.PartyId]:
    """Somebody who has ordered once, without an account."""
    person, party = orders(customer)
    return Reader((person,)), party


def last_line(person: gate.PersonId) -> gate.Line:
    return gate.timeline(person, actor=gate.the_person(person), limit=1)[0]


def sequenced() -> None:
    ledger.sequence_all()
