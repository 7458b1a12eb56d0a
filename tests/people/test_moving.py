"""Changing one's country changes whose rules apply: what they want asked is asked, and nothing is answered in advance."""

import re

import pytest
from django.test import Client

from tests.cast import ADA, BEN
from tests.people.conftest import member
from troth import gate, people
from troth.people.models import User
from troth.rights import moved, reader

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)


def details(client: Client, country: str, organization_country: str = "") -> str:
    told = {"name": ADA.name, "telephone": "", "country": country, "organization_country": organization_country}
    return str(client.post("/account/details/", told).headers.get("Location", ""))


def account() -> reader.Reader:
    who = reader.of_account(User.objects.get())
    assert who is not None
    return who


def test_moving_to_germany_asks_for_what_went_without_saying_in_america() -> None:
    client = member(Client(), ADA)
    assert any(choice.purpose == "newsletter" for choice in moved.unsaid(account()).on)
    assert details(client, "DE") == "/my/privacy/choices/moved/"
    page = client.get("/my/privacy/choices/moved/").content.decode()
    assert "want your yes first" in page
    assert 'value="newsletter"' in page
    assert "checked" not in page
    assert "pressed" not in page.split("<main", 1)[1]
    assert all(choice.purpose != "newsletter" or choice.channel != "email" for choice in moved.unsaid(account()).on)


def test_an_answer_is_a_word_and_is_not_asked_for_again() -> None:
    client = member(Client(), ADA)
    details(client, "DE")
    told = {"purpose": "newsletter", "channel": "email", "answer": "yes", "moved": "1"}
    assert client.post("/my/privacy/choices/", told).headers["Location"] == "/my/privacy/choices/moved/"
    page = client.get("/my/privacy/choices/moved/").content.decode()
    assert not re.search(r'value="newsletter"><input type="hidden" name="channel" value="email"', page)
    standing = gate.standing(people.person_of(User.objects.get()))
    assert standing is not None
    assert standing.choices[("newsletter", "email")].state is gate.State.GRANTED


def test_a_word_given_before_goes_along() -> None:
    client = member(Client(), ADA)
    client.post("/my/privacy/choices/", {"purpose": "newsletter", "channel": "email", "answer": "no"})
    details(client, "DE")
    asked = moved.unsaid(account())
    assert all((choice.purpose, choice.channel) != ("newsletter", "email") for choice in (*asked.off, *asked.on))


def test_moving_to_america_says_what_the_rules_there_allow() -> None:
    client = member(Client(), BEN, country="DE")
    assert details(client, "US") == "/my/privacy/choices/moved/"
    page = client.get("/my/privacy/choices/moved/").content.decode()
    assert "until you say no" in page


def test_who_stays_under_the_same_rules_is_asked_nothing() -> None:
    client = member(Client(), BEN, country="DE")
    assert details(client, "FR") == "/account/"


def test_working_for_an_organization_in_germany_asks_as_living_there_does() -> None:
    client = member(Client(), ADA)
    assert details(client, "US", "DE") == "/my/privacy/choices/moved/"
    assert "want your yes first" in client.get("/my/privacy/choices/moved/").content.decode()
    assert details(client, "US", "AT") == "/account/", "the same rules"
    assert details(client, "US", "") == "/my/privacy/choices/moved/", "and back again"
    assert any(choice.purpose == "newsletter" for choice in moved.unsaid(account()).on)
