"""Nobody learns from an answer whether an address has an account: same page, same work, same number of mails."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import ADA, BEN, PASSPHRASE, Customer
from tests.people.conftest import member, post_office, queued, sign_in, sign_up
from troth.people import evenly

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)


class Seen:
    """What somebody outside sees of a post, and what it cost inside."""

    def __init__(self, post: Callable[[Client], Any]) -> None:
        client = Client()
        client.get("/account/login/")
        with (
            CaptureQueriesContext(connections["default"]) as shop,
            CaptureQueriesContext(connections["vault"]) as vault,
        ):
            answer = post(client)
        self.status, self.location = answer.status_code, answer.headers.get("Location")
        self.body = answer.content.decode()
        self.follow = client.get(self.location).content.decode() if self.location else ""
        self.cookies = sorted(answer.cookies)
        self.queries = (len(shop), len(vault))
        self.mails = len(queued())
        post_office()

    @property
    def face(self) -> tuple[Any, ...]:
        return (self.status, self.location, _faceless(self.body), _faceless(self.follow), self.cookies, self.mails)


def _faceless(page: str) -> str:
    """A page without its one-time tokens and without what the visitor typed."""
    lines = [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]
    return "\n".join(lines).replace(ADA.email, "@").replace(BEN.email, "@").replace(ADA.name, "").replace(BEN.name, "")


def pair(post: Callable[[Client, Customer], Any]) -> tuple[Seen, Seen]:
    """The same post about Ada, who has an account, and about Ben, who has none."""
    member(Client(), ADA)
    cache.clear()  # her own first mail is a while ago
    return Seen(lambda client: post(client, ADA)), Seen(lambda client: post(client, BEN))


def test_signing_in_answers_alike() -> None:
    known, unknown = pair(lambda client, who: sign_in(client, who.email, "not the password at all"))
    assert known.face == unknown.face
    assert abs(sum(known.queries) - sum(unknown.queries)) <= 2


def test_asking_for_a_new_password_answers_alike() -> None:
    known, unknown = pair(lambda client, who: client.post("/account/password/forgotten/", {"email": who.email}))
    assert known.face == unknown.face
    assert known.mails == 1
    assert known.queries == unknown.queries


def test_signing_up_answers_alike() -> None:
    known, unknown = pair(lambda client, who: sign_up(client, who))
    assert known.face == unknown.face
    assert known.mails == 1


def test_an_unconfirmed_account_looks_like_none() -> None:
    sign_up(Client(), ADA)
    post_office()
    known = Seen(lambda client: client.post("/account/password/forgotten/", {"email": ADA.email}))
    unknown = Seen(lambda client: client.post("/account/password/forgotten/", {"email": BEN.email}))
    assert known.face == unknown.face
    assert known.queries == unknown.queries


@pytest.mark.parametrize("who", [ADA, BEN])
def test_tries_are_limited_for_strangers_and_members_alike(who: Customer) -> None:
    member(Client(), ADA)
    pages = [sign_in(Client(), who.email, f"wrong password number {n}").content.decode() for n in range(6)]
    assert ["tried too often" in page for page in pages] == [False] * 5 + [True]


def test_wrong_tries_from_elsewhere_do_not_lock_the_owner_out() -> None:
    member(Client(), ADA)
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    pages = [sign_in(elsewhere, ADA.email, f"wrong password number {n}").content.decode() for n in range(7)]
    assert "tried too often" in pages[-1]
    assert sign_in(elsewhere).status_code == 200
    assert sign_in(Client()).status_code == 302


@pytest.mark.parametrize("who", [ADA, BEN])
def test_links_are_limited_for_strangers_and_members_alike(who: Customer) -> None:
    member(Client(), ADA)
    answers = [Client().post("/account/password/forgotten/", {"email": who.email}).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]


@pytest.mark.parametrize("who", [ADA, BEN])
def test_sign_ups_at_one_address_are_limited_for_everybody_alike(who: Customer) -> None:
    member(Client(), ADA)  # Ada's own was the first
    if who is BEN:
        sign_up(Client(), BEN)
    answers = [sign_up(Client(), who) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "tried too often" in answers[-1].content.decode()


def test_a_move_to_a_taken_address_looks_like_any_other() -> None:
    member(Client(), BEN)
    client = member(Client(), ADA)
    client.get("/account/")  # the greeting
    pages = []
    for address in (BEN.email, "fresh.marlowe@example.com"):
        _once_more(client)
        client.post("/account/email/", {"new": "1", "email": address})
        pages.append(_faceless(client.get("/account/email/").content.decode()).replace(address, "@"))
        letters = post_office()
        assert len(letters) == 1
    assert pages[0] == pages[1].replace("fresh.marlowe@example.com", "@")


def _once_more(client: Client) -> None:
    client.post("/account/once-more/", {"password": PASSPHRASE})


def test_answers_wait_for_the_same_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(evenly, "AT_LEAST", 5.0)
    monkeypatch.setattr(evenly.time, "sleep", waited.append)
    sign_up(Client(), ADA)
    Client().post("/account/password/forgotten/", {"email": BEN.email})
    assert len(waited) == 2
    assert all(0 < seconds <= 5 for seconds in waited)
