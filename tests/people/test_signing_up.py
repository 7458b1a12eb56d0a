"""Somebody opens an account, and nothing they typed stands anywhere in plain text."""

import pytest
from django.test import Client

from tests.cast import ADA, BEN, PASSPHRASE
from tests.people.conftest import everything_stored, link_in, member, post_office, queued, sign_in, sign_up
from troth import gate, people
from troth.people.models import User

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)


def found(marks: tuple[str, ...]) -> list[str]:
    stored = everything_stored()
    return [mark for mark in marks if mark.casefold() in stored]


def test_a_sign_up_waits_for_its_mailbox_and_then_lets_in(client: Client) -> None:
    assert sign_up(client).headers["Location"] == "/account/confirm/"
    assert client.get("/account/").status_code == 302
    (letter,) = post_office()
    path = link_in(letter, "/account/confirm/")
    assert b"Yes, this is my address" in client.get(path).content
    assert client.post(path).status_code == 302
    page = client.get("/account/")
    assert page.status_code == 200
    assert ADA.name in page.content.decode()


def test_opening_the_link_alone_confirms_nothing(client: Client) -> None:
    sign_up(client)
    (letter,) = post_office()
    client.get(link_in(letter, "/account/confirm/"))
    assert client.get("/account/").status_code == 302


def test_the_link_lets_no_other_browser_in(client: Client) -> None:
    sign_up(client)
    (letter,) = post_office()
    elsewhere = Client()
    elsewhere.post(link_in(letter, "/account/confirm/"))
    assert elsewhere.get("/account/").status_code == 302
    assert sign_in(elsewhere).headers["Location"] == "/account/"


def test_what_was_told_is_in_the_vault_and_what_was_not_is_not(client: Client) -> None:
    member(client, ADA, telephone=ADA.telephone)
    user = User.objects.get()
    person = people.person_of(user)
    assert person is not None
    opened = gate.use(person, ["name", "email", "telephone"], purpose="account", actor=gate.the_person(person))
    name, email = opened.first("name"), opened.first("email")
    assert name is not None
    assert name["name"].reveal() == ADA.name
    assert email is not None
    assert email["email"].reveal() == ADA.email
    assert gate.standing(person).country == "US"


def test_addresses_may_come_with_the_sign_up(client: Client) -> None:
    told = {f"delivery-{name}": value for name, value in ADA.address.items()}
    member(client, ADA, **told)
    page = client.get("/account/addresses/").content.decode()
    assert ADA.street_address in page


def test_an_incomplete_address_is_shown_and_nothing_is_kept(client: Client) -> None:
    page = sign_up(client, ADA, **{"delivery-country": "US", "delivery-street_address": ADA.street_address})
    assert page.status_code == 200
    assert User.objects.count() == 0
    assert queued() == []


def test_another_country_shows_its_lines_without_script(client: Client) -> None:
    page = sign_up(client, ADA, **{"delivery-country": "JP", "reshape": "delivery"}).content.decode()
    assert "Prefecture" in page
    assert "field__error" not in page
    assert User.objects.count() == 0


def test_no_plain_text_is_left_anywhere(client: Client) -> None:
    told = {f"delivery-{name}": value for name, value in ADA.address.items()}
    member(client, ADA, telephone=ADA.telephone, **told)
    sign_up(Client(), ADA)
    sign_up(Client(), BEN)
    sign_in(Client(), BEN.email, "not the password at all")
    sign_in(Client(), "stranger.unheard@example.com")
    Client().post("/account/password/forgotten/", {"email": ADA.email})
    Client().post("/account/password/forgotten/", {"email": "stranger.unheard@example.com"})
    marks = (*ADA.marks, *BEN.marks[:2], "stranger.unheard", PASSPHRASE, "127.0.0.1")
    assert found(marks) == []


def test_the_scan_would_find_what_is_there(client: Client) -> None:
    member(client)
    assert found(("@sealed.invalid",)) == ["@sealed.invalid"]


def test_a_weak_password_is_refused_with_a_reason(client: Client) -> None:
    page = sign_up(client, ADA, password1="password12345678").content.decode()
    assert "well-known password" in page
    assert User.objects.count() == 0


def test_a_password_made_of_ones_own_address_is_refused(client: Client) -> None:
    page = sign_up(client, ADA, password1="ada.marlowe-2026").content.decode()
    assert "mostly your own name or address" in page


def test_an_unconfirmed_sign_up_gives_way(client: Client) -> None:
    sign_up(client, ADA, name="Somebody Else")
    member(Client(), ADA)
    assert User.objects.count() == 1
    person = people.person_of(User.objects.get())
    assert person is not None
    opened = gate.use(person, ["name"], purpose="account", actor=gate.the_person(person))
    assert opened.first("name")["name"].reveal() == ADA.name  # type: ignore[index]


def test_a_refusing_gate_keeps_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise gate.Refused("2a.form", "test", "Not today.")

    monkeypatch.setattr(gate, "collect", refuse)
    assert sign_up(client).status_code == 403
    assert User.objects.count() == 0
    assert queued() == []
