"""The e-mail address of an account changes when the new mailbox has answered, and the old one is forgotten."""

import pytest
from django.test import Client

from tests.cast import ADA, BEN, PASSPHRASE
from tests.people.conftest import everything_stored, link_in, member, post_office, sign_in, sign_up
from troth import gate, people
from troth.people.models import User

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)

NEW = "ada.elsewhere@example.com"


def moves(client: Client, address: str = NEW) -> None:
    client.post("/account/once-more/", {"password": PASSPHRASE})
    client.post("/account/email/", {"new": "1", "email": address})


def addresses() -> list[str]:
    person = people.person_of(User.objects.get())
    assert person is not None
    opened = gate.use(person, ["email"], purpose="account", actor=gate.the_person(person))
    return [record["email"].reveal() for record in opened.all("email")]  # type: ignore[union-attr]


def test_it_counts_when_its_mailbox_answers() -> None:
    client = member(Client())
    moves(client)
    assert sign_in(Client(), NEW).status_code == 200
    (letter,) = post_office()
    client.post(link_in(letter, "/account/confirm/"))
    assert addresses() == [NEW]
    assert sign_in(Client(), NEW).status_code == 302
    assert sign_in(Client(), ADA.email).status_code == 200


def test_the_old_address_is_told_before_it_is_forgotten() -> None:
    from tests.people.conftest import outbox

    client = member(Client())
    moves(client)
    (letter,) = post_office()
    seen = set(outbox().glob("*.eml"))
    client.post(link_in(letter, "/account/confirm/"))
    (told,) = [path.read_text() for path in set(outbox().glob("*.eml")) - seen]
    assert ADA.email in told
    assert NEW not in told


def test_the_typed_address_is_not_kept_while_the_sign_in_is_refreshed() -> None:
    client = member(Client())
    session = client.session
    session.pop("account_authentication_methods", None)
    session.save()
    answer = client.post("/account/email/", {"new": "1", "email": NEW})
    assert answer.headers["Location"].startswith("/account/once-more/")
    assert NEW not in everything_stored()


def test_a_waiting_address_keeps_nobody_out() -> None:
    client = member(Client())
    moves(client, BEN.email)
    post_office()
    sign_up(Client(), BEN)
    (letter,) = post_office()
    bens = Client()
    bens.post(link_in(letter, "/account/confirm/"))
    assert sign_in(bens, BEN.email).status_code == 302
    assert sign_in(Client(), ADA.email).status_code == 302


def test_whoever_proves_an_address_first_has_it() -> None:
    client = member(Client())
    moves(client, BEN.email)
    (to_ben,) = post_office()
    member(Client(), BEN)
    page = client.post(link_in(to_ben, "/account/confirm/")).content.decode()
    assert "too old" in page
    assert sign_in(Client(), ADA.email).status_code == 302


def test_the_owner_of_a_taken_address_is_told_and_no_link_leads_there() -> None:
    member(Client(), BEN)
    client = member(Client())
    moves(client, BEN.email)
    (letter,) = post_office()
    assert BEN.email in letter
    assert "/account/confirm/" not in letter


def test_the_new_address_can_be_forgotten_again() -> None:
    client = member(Client())
    moves(client)
    client.post("/account/email/", {"forget": "1"})
    assert addresses() == [ADA.email]


def test_no_page_shows_an_alias() -> None:
    client = member(Client())
    moves(client)
    paths = ("/account/", "/account/email/", "/account/security/", "/account/details/", "/account/sessions/")
    for path in paths:
        page = client.get(path, follow=True).content.decode()
        assert "sealed.invalid" not in page, path
    assert NEW in client.get("/account/email/").content.decode()
