"""The account's own pages: address book, details, devices, and whose they are."""

import re

import pytest
import time_machine
from django.test import Client

from tests.cast import ADA, BEN, PASSPHRASE
from tests.people.conftest import everything_stored, member, post_office, sign_in
from troth import gate, people
from troth.people.models import Session, User

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)


def first_address(client: Client) -> str:
    found = re.search(r"/account/addresses/([0-9a-f-]{36})/", client.get("/account/addresses/").content.decode())
    assert found
    return found.group(1)


def test_an_address_is_added_changed_and_removed() -> None:
    client = member(Client())
    client.post("/account/addresses/add/", ADA.address)
    kept = first_address(client)
    page = client.get(f"/account/addresses/{kept}/").content.decode()
    assert f'value="{ADA.locality}"' in page
    client.post(f"/account/addresses/{kept}/", {**ADA.address, "street_address": "9 Larkspur Yard"})
    page = client.get("/account/addresses/").content.decode()
    assert "9 Larkspur Yard" in page
    assert ADA.street_address not in page
    client.post(f"/account/addresses/{first_address(client)}/remove/")
    assert "No address yet" in client.get("/account/addresses/").content.decode()
    assert "larkspur" not in everything_stored()


def test_another_persons_address_is_not_there() -> None:
    ada = member(Client())
    ada.post("/account/addresses/add/", ADA.address)
    path = f"/account/addresses/{first_address(ada)}/"
    ben = member(Client(), BEN)
    for answer in (ben.get(path), ben.post(path, BEN.address), ben.post(f"{path}remove/")):
        assert answer.status_code == 404
    assert ADA.street_address in ada.get("/account/addresses/").content.decode()


def test_a_wrong_postcode_comes_back_with_what_was_typed() -> None:
    client = member(Client())
    page = client.post("/account/addresses/add/", {**ADA.address, "postcode": "99999"}).content.decode()
    assert ADA.street_address in page
    assert "not in Massachusetts" in page


def test_choosing_another_country_keeps_what_was_typed_and_saves_nothing() -> None:
    client = member(Client())
    page = client.post("/account/addresses/add/", {**ADA.address, "country": "JP", "reshape": "x"}).content.decode()
    assert "Prefecture" in page
    assert ADA.street_address in page
    assert "No address yet" in client.get("/account/addresses/").content.decode()


def test_the_lines_of_a_country_say_nothing_about_anybody(client: Client) -> None:
    page = client.get("/account/addresses/shape/?country=GB&prefix=delivery&required=0").content.decode()
    assert 'name="delivery-postcode"' in page
    assert "Post town" in page
    for query in ("country=XX", "country=DE&prefix=<script>", ""):
        assert client.get(f"/account/addresses/shape/?{query}").status_code == 400


def test_details_are_corrected_at_once() -> None:
    client = member(Client(), ADA, telephone=ADA.telephone)
    assert "+1 617-555-0143" in client.get("/account/details/").content.decode()
    told = {"name": "Ada O.", "telephone": "", "country": "US-CA", "organization_country": "DE"}
    client.post("/account/details/", told)
    person = people.person_of(User.objects.get())
    assert person is not None
    assert gate.standing(person).organization_country == "DE"
    page = client.get("/account/details/").content.decode()
    assert 'value="Ada O."' in page
    assert "555-0143" not in page


def test_one_device_signs_the_others_out() -> None:
    here, there = member(Client()), Client()
    sign_in(there)
    assert there.get("/account/").status_code == 200
    assert here.get("/account/sessions/").content.decode().count("<tr>") == 3
    here.post("/account/sessions/", {"others": "1"})
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_nobody_ends_somebody_elses_session() -> None:
    ada, ben = member(Client()), member(Client(), BEN)
    session = Session.objects.get(user=User.objects.order_by("id").first())
    ben.post("/account/sessions/", {"end": str(session.public_id)})
    ben.post("/account/sessions/", {"end": "nonsense"})
    assert ada.get("/account/").status_code == 200


def test_changing_the_password_asks_for_the_present_one_and_keeps_this_device() -> None:
    here, there = member(Client()), Client()
    sign_in(there)
    new = {"oldpassword": PASSPHRASE, "password1": "nine green flasks wait", "password2": "nine green flasks wait"}
    assert "not your present" in here.post("/account/password/", {**new, "oldpassword": "x"}).content.decode()
    here.post("/account/password/", new)
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert "password" in post_office()[0].casefold()


def test_pages_that_ask_for_a_password_use_our_words_and_write_none_into_the_field() -> None:
    client = member(Client())
    change = client.get("/account/password/").content.decode()
    assert "Present password" in change
    with time_machine.travel("2031-01-01", tick=False):
        Session.objects.update(expire_date="2031-02-01T00:00Z")
        once_more = client.get("/account/email/", follow=True).content.decode()
    assert "Once more, please" in once_more
    for shown in (change, once_more):
        fields = re.findall(r'<input type="password"[^>]*>', shown)
        assert fields
        assert not any("placeholder" in field for field in fields)
        assert "I have forgotten my password" in shown
        assert "Forgot your password?" not in shown


def test_every_page_of_the_account_wants_its_owner(client: Client) -> None:
    for path in ("", "details/", "sessions/", "email/", "addresses/", "addresses/add/", "security/", "password/"):
        answer = client.get(f"/account/{path}")
        assert answer.status_code == 302, path
        assert answer.headers["Location"].startswith("/account/login/"), path


def test_no_cache_keeps_a_page_of_the_account() -> None:
    client = member(Client())
    client.post("/account/once-more/", {"password": PASSPHRASE})
    for path in ("", "details/", "email/", "addresses/", "security/"):
        answer = client.get(f"/account/{path}")
        assert "no-store" in answer.headers["Cache-Control"], path
        assert answer.headers["Referrer-Policy"] == "same-origin", path


def test_a_secret_in_an_address_goes_nowhere(client: Client) -> None:
    for path in ("confirm/some-token/", "password/link/some-token/"):
        assert client.get(f"/account/{path}").headers["Referrer-Policy"] == "strict-origin"


def test_a_page_that_the_gate_refuses_shows_the_refusal_and_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    client = member(Client())
    client.post("/account/addresses/add/", ADA.address)
    client.post("/account/once-more/", {"password": PASSPHRASE})

    def refuse(*args: object, **kwargs: object) -> None:
        raise gate.Refused("S.need_to_know", "test", "Not today.")

    monkeypatch.setattr(gate, "use", refuse)
    for path in ("", "details/", "email/", "addresses/"):
        answer = client.get(f"/account/{path}")
        assert answer.status_code == 403, path
        assert "Not today." in answer.content.decode()
        assert not any(mark in answer.content.decode() for mark in ADA.marks)


def test_reasons_are_the_policys_own_words(client: Client) -> None:
    page = client.get("/account/signup/").content.decode()
    for kind, field in (("name", "name"), ("residence", "country"), ("telephone", "telephone")):
        assert gate.policy().kinds[kind].fields[field].why in page.replace("&#x27;", "'")
