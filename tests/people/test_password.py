"""A forgotten password: a link that works once, for one account, and never by being opened."""

import pytest
import time_machine
from django.test import Client

from tests.cast import ADA, BEN
from tests.people.conftest import link_in, member, post_office, sign_in, sign_up
from troth.people.models import Session, User

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)

NEW = "nine green flasks under the stair"


def asked(who: str = ADA.email) -> str:
    Client().post("/account/password/forgotten/", {"email": who})
    (letter,) = post_office()
    return link_in(letter, "/account/password/link/")


def test_a_new_password_signs_everybody_else_out() -> None:
    before = member(Client())
    path = asked()
    client = Client()
    assert "button" in client.get(path).content.decode()
    assert client.post(path).headers["Location"] == "/account/password/new/"
    assert client.post("/account/password/new/", {"password1": NEW}).headers["Location"] == "/account/login/"
    assert before.get("/account/").status_code == 302
    assert sign_in(Client()).status_code == 200
    assert sign_in(Client(), password=NEW).status_code == 302
    assert "password" in post_office()[0]


def test_the_link_works_once_and_opening_it_uses_nothing_up() -> None:
    member(Client())
    path = asked()
    for _ in range(3):
        Client().get(path)
    assert Client().post(path).status_code == 302
    assert "used" in Client().post(path).content.decode()


def test_a_stranger_gets_a_mail_that_leads_nowhere() -> None:
    Client().post("/account/password/forgotten/", {"email": BEN.email})
    assert post_office() == []


def test_an_unconfirmed_account_cannot_be_taken_over_by_a_reset() -> None:
    sign_up(Client(), ADA)
    post_office()
    Client().post("/account/password/forgotten/", {"email": ADA.email})
    assert [letter for letter in post_office() if "/account/password/link/" in letter] == []


def test_the_link_is_minted_when_the_mail_leaves() -> None:
    member(Client())
    Client().post("/account/password/forgotten/", {"email": ADA.email})
    with time_machine.travel("2031-01-01", tick=False):
        User.objects.update(is_active=True)
        (letter,) = post_office()
        assert Client().post(link_in(letter, "/account/password/link/")).status_code == 302


def test_half_an_hour_later_the_choice_is_gone() -> None:
    member(Client())
    client = Client()
    client.post(asked())
    with time_machine.travel("2031-01-01", tick=False):
        assert client.get("/account/password/new/").status_code == 302


def test_a_short_password_is_refused_kindly() -> None:
    member(Client())
    client = Client()
    client.post(asked())
    assert "15 characters or more" in client.post("/account/password/new/", {"password1": "short"}).content.decode()


def test_the_table_of_sessions_signs_nobody_in() -> None:
    client = member(Client())
    row = Session.objects.exclude(user=None).get()
    assert client.cookies["sessionid"].value != row.session_key
    thief = Client()
    thief.cookies["sessionid"] = row.session_key
    assert thief.get("/account/").status_code == 302
