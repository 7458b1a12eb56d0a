"""The field at the foot of the shop's pages, the page with the kinds of news, and the link in the mail."""

from __future__ import annotations

import re

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import ADA, BEN, CHIARA
from tests.catalog.letters import newest
from tests.channels.carriers import Keeping
from tests.leads.signing_up import DORA, said, silent, token_in
from tests.rights.conftest import account, guest
from tests.storefront.privacy.conftest import let_in, signed_in
from tests.storefront.shop.conftest import Shelves, stocked
from troth import gate
from troth.channels import queue
from troth.channels.models import Message
from troth.leads.models import SignUp
from troth.people import limits, persons
from troth.people.models import User
from troth.storefront.pagecache import store

pytestmark = pytest.mark.django_db(databases=["default", "vault"])
HERE = {"HTTP_SEC_FETCH_SITE": "same-origin"}
FIELD, LINK = 'id="news-foot-email"', '<a href="/news/">News by mail</a>'
IN_THE_SHOP = ("/", "/products/", "/products/beaker/", "/categories/glassware/", "/search/?q=flask")


@pytest.fixture
def shelves(db: None) -> Shelves:
    return stocked()


def sent(client: Client, email: str = DORA, *kinds: str, **headers: str) -> tuple[int, str]:
    form = {"email": email, "kinds": kinds or ("newsletter",)}
    answer = client.post("/news/ask/", form, **(headers or HERE))
    return answer.status_code, answer.content.decode()


def nothing_asked() -> bool:
    return not SignUp.objects.exists() and gate.persons_at(DORA) == []


@pytest.mark.parametrize("path", IN_THE_SHOP)
def test_the_shops_pages_have_a_field_at_their_foot(client: Client, shelves: Shelves, path: str) -> None:
    page = client.get(path).content.decode()
    assert page.count(FIELD) == 1
    assert "Where the news goes. Kept until you end the subscription." in page, "the policy's words"
    assert "csrfmiddlewaretoken" not in page
    with CaptureQueriesContext(connections["default"]) as shop, CaptureQueriesContext(connections["vault"]) as vault:
        assert FIELD in client.get(path).content.decode()
    assert (len(shop), len(vault)) == (1, 0), "kept whole: one look at the revision of the catalogue"


@pytest.mark.parametrize("path", ["/basket/", "/privacy/", "/account/login/", "/my/privacy/", "/news/"])
def test_other_pages_have_a_link(client: Client, path: str) -> None:
    page = client.get(path).content.decode()
    assert LINK in page
    assert FIELD not in page


def test_its_own_page_is_kept_too(client: Client, shelves: Shelves) -> None:
    client.get("/news/")
    with CaptureQueriesContext(connections["default"]) as shop, CaptureQueriesContext(connections["vault"]) as vault:
        page = client.get("/news/")
    assert (len(shop), len(vault)) == (1, 0)
    assert page["ETag"]
    assert "csrfmiddlewaretoken" not in page.content.decode()


def test_whoever_is_signed_in_has_a_link_that_shows_what_they_said(shelves: Shelves) -> None:
    ada = signed_in(ADA)
    home = ada.get("/").content.decode()
    assert (LINK in home, FIELD in home) == (True, False)
    page = ada.get("/news/").content.decode()
    assert 'name="email"' not in page
    assert "Special offers" in page
    assert 'href="/my/privacy/choices/"' in page
    assert ada.post("/news/ask/", {"email": DORA, "kinds": "newsletter"}, **HERE)["Location"] == "/my/privacy/choices/"
    assert nothing_asked()


def test_the_field_leads_to_the_kinds_and_nothing_is_ticked(client: Client) -> None:
    answer = client.post("/news/ask/", {"foot": "1", "email": DORA}, **HERE)
    page = answer.content.decode()
    assert f'value="{DORA}"' in page
    assert re.findall(r'name="kinds" value="(\w+)"', page) == [
        "newsletter",
        "feature_of_the_period",
        "special_offers",
        "new_products",
        "accessories",
    ]
    assert "checked" not in page
    assert "no-store" in answer["Cache-Control"]
    assert nothing_asked()


def test_from_the_foot_to_the_yes_without_an_account(client: Client, post: Keeping) -> None:
    status, page = sent(client, DORA, "newsletter", "accessories")
    assert (status, "Look into your mailbox" in page) == (200, True)
    link = f"/news/yes/{token_in(post)}/"
    (dora,) = gate.guests_at(DORA)

    looked = client.get(link)
    assert looked["Referrer-Policy"] == "strict-origin"
    assert "Shall we write to you?" in looked.content.decode()
    assert said(dora) == {}, "a program that scans mail has said nothing"
    assert "You said yes" in client.post(link).content.decode()
    assert said(dora) == {"newsletter": "granted", "accessories": "granted"}
    assert (client.get(link).status_code, client.post(link).status_code) == (410, 410), "and once"

    held = let_in(dora).get("/my/privacy/data/").content.decode()
    assert "A subscription" in held
    assert "From a sign-up field" in held


def test_a_no_that_would_end_is_named_before_the_press(post: Keeping) -> None:
    ada = persons.person_behind(account(ADA))
    gate.choose(ada, "newsletter", "email", gate.State.OBJECTED, actor=gate.the_person(ada), source="preferences")
    sent(Client(), ADA.email, "newsletter", "accessories")
    page = Client().get(f"/news/yes/{token_in(post)}/").content.decode()
    assert page.count("With your yes it comes on again.") == 1


def test_whoever_stopped_processing_reads_what_stands_in_the_way(post: Keeping) -> None:
    ada = persons.person_behind(account(ADA))
    gate.restrict(ada, actor=gate.the_person(ada))
    sent(Client(), ADA.email)
    link = f"/news/yes/{token_in(post)}/"
    page = Client().get(link).content.decode()
    assert "Processing is stopped" in page
    assert "Yes, write to me" not in page
    assert Client().post(link).status_code == 403
    gate.unrestrict(ada, actor=gate.the_person(ada))
    assert "You said yes" in Client().post(link).content.decode(), "the link still works"


def test_the_answer_does_not_tell_who_is_a_customer(client: Client) -> None:
    account(BEN)
    guest(CHIARA)
    assert sent(client, BEN.email) == sent(client, CHIARA.email) == sent(client, DORA)


def test_a_mail_goes_out_in_each_case(client: Client) -> None:
    """Or the time of the answer, and a mail that does not come, would tell."""
    account(BEN)
    guest(CHIARA)
    for email in (BEN.email, CHIARA.email, DORA):
        before = Message.objects.count()
        sent(client, email)
        assert Message.objects.count() == before + 1


@pytest.mark.parametrize(
    "email",
    [
        "",
        "nonsense",
        "a@b",
        "jürgen@example.com",
        "dora@exämple.com",
        "dora@example.com\r\nBcc: everybody@example.com",
        "dora@example.com\nSubject: Evil",
        "dora@example.com, evi@example.com",
        "Dora <dora@example.com>",
        "\u202edora@example.com",
        f"{'d' * 250}@example.com",
    ],
)
def test_an_address_that_is_none_is_asked_for_again_and_nothing_is_lost(client: Client, email: str) -> None:
    status, page = sent(client, email, "accessories")
    assert status == 422
    assert 'value="accessories" checked' in page
    assert (nothing_asked(), Message.objects.count()) == (True, 0)


def test_without_a_kind_nothing_is_asked_and_the_address_stays_typed(client: Client) -> None:
    answer = client.post("/news/ask/", {"email": DORA}, **HERE)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Please choose at least one kind of news." in page
    assert f'value="{DORA}"' in page
    assert nothing_asked()


def test_other_kinds_than_those_offered_are_not_taken(client: Client) -> None:
    assert sent(client, DORA, "newsletter", "internal_marketing")[0] == 422
    assert nothing_asked()


@pytest.mark.parametrize("headers", [{"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_ORIGIN": "https://evil.example"}])
def test_other_sites_cannot_sign_our_visitors_up(client: Client, headers: dict[str, str]) -> None:
    assert sent(client, **headers)[0] == 403
    assert nothing_asked()
    assert sent(client)[0] == 200, "the control"


def test_a_mailbox_is_not_filled(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for rates in (limits.RATES, limits.RATES_AT_HOME):
        monkeypatch.setitem(rates, "sign_up_news", "20/h/ip,2/h/key")
    assert [sent(client)[0] for _each in range(3)] == [200, 200, 429]
    assert sent(client, "evi@example.com")[0] == 200, "the control: another mailbox"


def test_many_addresses_of_one_network_are_too_many(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for rates in (limits.RATES, limits.RATES_AT_HOME):
        monkeypatch.setitem(rates, "sign_up_news", "3/h/ip,2/h/key")
    assert [sent(client, f"dora{each}@example.com")[0] for each in range(5)] == [200, 200, 200, 429, 429]
    assert SignUp.objects.count() == 3
    assert sent(client, DORA, HTTP_SEC_FETCH_SITE="same-origin", REMOTE_ADDR="203.0.113.9")[0] == 200, "the control"


def test_whoever_follows_the_address_of_the_form_finds_the_page(client: Client) -> None:
    answer = client.get("/news/ask/")
    assert answer.status_code == 405
    assert 'href="/news/"' in answer.content.decode()


def test_a_dead_link_says_so(client: Client) -> None:
    answer = client.get("/news/yes/nonsense/")
    assert answer.status_code == 410
    assert "This link does not work any more" in answer.content.decode()


@pytest.mark.parametrize("left_out", ["clause", "source", "kind"])
def test_where_the_policy_is_silent_there_is_no_field_and_no_page(
    client: Client, shelves: Shelves, post: Keeping, left_out: str
) -> None:
    sent(client)
    link = f"/news/yes/{token_in(post)}/"
    assert FIELD in client.get("/").content.decode(), "the control"
    with silent(left_out):
        store().clear()  # another policy has another version, which is part of a kept page's key
        home = client.get("/").content.decode()
        assert (FIELD in home, LINK in home) == (False, False)
        assert client.get("/news/").status_code == 404
        assert sent(client, "evi@example.com")[0] == 404
        assert (client.get(link).status_code, client.post(link).status_code) == (410, 410)
        assert gate.persons_at("evi@example.com") == []
    store().clear()


def test_the_mail_and_the_page_behind_its_link_speak_as_the_form_did(client: Client, post: Keeping) -> None:
    answer = client.post("/de/news/ask/", {"email": DORA, "kinds": ["newsletter"]}, **HERE)
    assert answer.status_code == 200
    token = token_in(post)
    assert f"/de/news/yes/{token}/" in newest(post)
    assert 'lang="de"' in client.get(f"/de/news/yes/{token}/").content.decode()
    assert "Abonnement" in client.get("/de/news/").content.decode(), "the policy's German"


def test_what_waits_to_leave_holds_no_address(client: Client, post: Keeping) -> None:
    sent(client)
    queue.send_due()
    assert not User.objects.filter(email=DORA).exists()
    for message in Message.objects.all():
        assert "dora" not in f"{message.to}{message.ids}"
