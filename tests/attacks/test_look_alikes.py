"""Addresses that look alike, or fold into each other, are different mailboxes: one opens nothing of the other's."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from tests.cast import ADA, PASSPHRASE, Customer
from tests.gate.conftest import orders
from tests.orders.buying import tube
from tests.storefront.checkout.pages import Shopper
from troth import gate
from troth.orders.models import Order
from troth.people.registering import Registration, register
from troth.rights import reader

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

PAIRS = [
    ("victim@strasse.example", "victim@stra\u00dfe.example"),  # two domains since IDNA 2008
    ("kate@example.com", "\u212aate@example.com"),  # Kelvin sign
    ("simon@example.com", "\u017fimon@example.com"),  # long s
    ("victim@example.com", "victim@\uff45xample.com"),  # full-width e
    ("victim@fine.example", "victim@\ufb01ne.example"),  # ligature
    ("victim@example.com", "victim@ex\u0430mple.com"),  # Cyrillic a
    ("victim@example.com", "victim@example.com\u200b"),  # zero width
]


def at(email: str) -> Customer:
    return Customer(**{**vars(ADA), "email": email})


@pytest.mark.parametrize(("real", "alike"), PAIRS)
def test_who_proves_the_look_alike_does_not_see_the_orders_of_the_real_one(real: str, alike: str) -> None:
    victim, _party = orders(at(real))
    told = Registration(email=alike, name="Eve", password=PASSPHRASE, residence="US", telephone="", addresses=())
    eve = register(told, proven=True)
    assert EmailAddress.objects.get(user=eve).verified
    seen = reader.of_account(eve)
    assert seen is not None
    assert victim not in seen.persons
    assert gate.guests_at(alike) == []
    assert gate.guests_at(real) == [victim]


@pytest.mark.parametrize(("real", "alike"), PAIRS)
def test_a_link_asked_for_at_the_look_alike_opens_nothing_of_the_real_one(real: str, alike: str) -> None:
    victim, _party = orders(at(real))
    eve, _party = orders(at(alike))
    assert reader.of_cookie(_session(eve)) == reader.Reader((eve,))
    assert reader.of_cookie(_session(victim)) == reader.Reader((victim,))


def _session(person: gate.PersonId) -> str:
    from troth import channels

    return channels.links.mint(reader.SESSION, person, hours=1)


def test_the_same_mailbox_in_other_letters_is_the_same() -> None:
    ada, _party = orders(at("Ada.Marlowe@Example.com"))
    assert gate.guests_at(" ada.marlowe@example.COM ") == [ada]


NOWHERE = [alike for _real, alike in PAIRS]


@pytest.mark.parametrize("alike", NOWHERE)
def test_an_account_is_not_opened_at_an_address_nobody_can_write_to(alike: str) -> None:
    typed = {"email": alike, "password1": PASSPHRASE, "name": "Eve", "country": "US", "organization_country": ""}
    answer = Client().post("/account/signup/", typed)
    assert answer.status_code == 200  # the form again
    assert gate.persons_at(alike) == []


@pytest.mark.parametrize("alike", NOWHERE)
def test_an_order_is_not_taken_for_an_address_nobody_can_write_to(alike: str) -> None:
    """Its buyer would never hear of it again."""
    buyer = Shopper().takes(tube()).orders(at(alike))
    assert buyer.answer.status_code == 422
    assert not Order.objects.exists()
