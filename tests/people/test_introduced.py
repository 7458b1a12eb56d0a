"""Somebody signs in with another service: who gets in, who doesn't, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import ADA, BEN, PASSPHRASE, Customer
from tests.people.conftest import everything_stored, post_office, queued, sign_in, sign_up
from tests.people.conftest import member as signed_up
from troth import gate, people
from troth.people.introduced import links
from troth.people.models import SignInLink, User
from troth.recipients.inbound import Door, tally
from troth.recipients.sign_in import practice

pytestmark = pytest.mark.django_db(databases=["default", "vault"], transaction=True)

WITH = f"/account/with/{practice.NAME}/"
BACK = f"{WITH}back/"
SERVICES = "/account/security/services/"


def sent_off(client: Client, **told: str) -> str:
    """The address of the service's page, with what it was asked."""
    answer = client.post(WITH, told)
    assert answer.status_code == 302, answer.content.decode()[:300]
    return str(answer.headers["Location"])


def answered(client: Client, page: str, who: Customer = ADA, *, proven: bool = True, **more: str) -> str:
    """They say at the service who they are; the address it sends them back to."""
    told = {"email": who.email, "name": who.name, **more, **({"proven": "on"} if proven else {})}
    answer = client.post(page, told)
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def come_back(client: Client, who: Customer = ADA, *, sent: dict[str, str] | None = None, **more: Any) -> Any:
    return client.get(answered(client, sent_off(client, **(sent or {})), who, **more))


def say_yes(client: Client, page: Any, **changes: str) -> Any:
    context = page.context
    told = {"ticket": context["ticket"], "name": context["form"]["name"].value(), "country": "US", **changes}
    return client.post(f"{WITH}new/", told)


def newcomer(client: Client, who: Customer = ADA) -> User:
    assert say_yes(client, come_back(client, who)).status_code == 302
    return User.objects.get()


def member(client: Client, who: Customer = ADA) -> Client:
    """In, and asked for the password just now."""
    signed_up(client, who)
    client.post("/account/once-more/", {"password": PASSPHRASE})
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_a_newcomer_says_yes_and_is_in(client: Client) -> None:
    page = come_back(client)
    assert ADA.email in page.content.decode()
    assert User.objects.count() == 0, "nothing before they say yes"
    answer = say_yes(client, page)
    assert answer.headers["Location"] == "/account/"
    assert ADA.name in client.get("/account/").content.decode()
    assert post_office() == [], "the service has made sure of the mailbox"


def test_each_record_says_which_door_it_came_in_by(client: Client) -> None:
    user = newcomer(client)
    person = people.person_of(user)
    assert person is not None
    actor = gate.the_person(person)
    opened = gate.use(person, ["name", "email", "residence"], purpose="account", actor=actor)
    assert {each.kind: each.source for each in opened.records} == {
        "name": "social_login",
        "email": "social_login",
        "residence": "",  # in plain beside the person
    }
    assert gate.standing(person).country == "US"  # type: ignore[union-attr]


def test_a_name_put_right_is_theirs_and_not_the_services(client: Client) -> None:
    say_yes(client, come_back(client), name="Ada Marlowe")
    person = people.person_of(User.objects.get())
    assert person is not None
    record = gate.use(person, ["name"], purpose="account", actor=gate.the_person(person)).first("name")
    assert record is not None
    assert (record.source, record["name"].reveal()) == ("sign_up", "Ada Marlowe")


def test_they_come_again_and_are_known(client: Client) -> None:
    newcomer(client)
    client.post("/account/logout/")
    assert not is_in(client)
    assert come_back(client).headers["Location"] == "/account/"
    assert is_in(client)
    assert User.objects.count() == 1


def test_the_language_they_spoke_is_spoken_when_they_come_back(client: Client) -> None:
    page = client.post(f"/de{WITH}", {}).headers["Location"]
    assert "Konto" in client.get(answered(client, str(page))).content.decode()


def test_nothing_of_what_it_says_stands_anywhere_in_plain(client: Client) -> None:
    come_back(client)
    stored = everything_stored()
    assert not [mark for mark in ADA.marks if mark.casefold() in stored], "before they say yes"
    newcomer(client)
    word = practice._opened(practice.code(ADA.email, ADA.name, proven=True, nonce="n", challenge="c"), "c")
    stored = everything_stored()
    marks = (ADA.name, ADA.email, word["sub"], practice.CHATTER["picture"], practice.CHATTER["birthdate"])
    assert not [mark for mark in marks if mark.casefold() in stored]
    assert SignInLink.objects.get().subject in stored, "the control: what is stored can be found"


def test_what_nobody_asked_for_is_thrown_away_and_counted(client: Client) -> None:
    newcomer(client)
    label = links.label_of(practice.NAME)
    assert tally.tallies(Door.SIGN_IN) == ((label, 1, len(practice.CHATTER)),)


# Takeover


def test_an_address_alone_opens_no_account_that_is_there(client: Client) -> None:
    member(client)
    robber = Client()
    page = come_back(robber)
    assert "There is an account with your e-mail address" in page.content.decode()
    assert not is_in(robber)
    assert SignInLink.objects.count() == 0


def test_a_ticket_does_not_help_who_was_overtaken(client: Client) -> None:
    page = come_back(client)
    member(Client())
    assert "There is an account" in say_yes(client, page).content.decode()
    assert not is_in(client)


def test_an_address_the_service_has_not_made_sure_of_opens_nothing(client: Client) -> None:
    page = come_back(client, proven=False)
    assert "does not say that your e-mail address is yours" in page.content.decode()
    assert User.objects.count() == 0


def test_an_account_made_ahead_of_its_owner_gives_way(client: Client) -> None:
    robber = Client()
    sign_up(robber)  # with Ada's address, and a password she does not know; she never confirms it
    newcomer(client)
    assert User.objects.count() == 1
    assert sign_in(robber).status_code == 200, "the robber's password opens nothing"


def test_once_signed_in_they_connect_it_and_are_told_by_mail(client: Client) -> None:
    member(client)
    assert come_back(client, sent={"for": "connect"}).headers["Location"] == SERVICES
    assert "Connected since" in client.get(SERVICES).content.decode()
    assert queued() == ["sign_in_changed"]
    elsewhere = Client()
    come_back(elsewhere)
    assert is_in(elsewhere)


def test_connecting_wants_a_sign_in_of_just_now(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    member(client)
    monkeypatch.setattr("allauth.account.app_settings.REAUTHENTICATION_TIMEOUT", -1, raising=False)
    answer = client.post(WITH, {"for": "connect"})
    assert answer.headers["Location"].startswith("/account/once-more/")


def test_a_link_in_a_mail_connects_nothing(client: Client) -> None:
    """Opening the address, or posting from elsewhere, sends nobody off."""
    member(client)
    assert client.get(f"{WITH}?for=connect").headers["Location"] == SERVICES
    strict = Client(enforce_csrf_checks=True, HTTP_HOST="localhost")
    assert strict.post(WITH, {"for": "sign_in"}).status_code == 403


def test_somebody_elses_answer_connects_nothing(client: Client) -> None:
    """The robber's own answer, opened in Ada's browser, would let the robber into her account."""
    member(client)
    robber = Client()
    bait = answered(robber, sent_off(robber), BEN)
    assert client.get(bait).status_code == 400
    assert SignInLink.objects.count() == 0
    assert robber.get(bait).status_code == 200, "the control: in the robber's own browser it would have done"


def test_an_answer_is_good_once(client: Client) -> None:
    back = answered(client, sent_off(client))
    assert client.get(back).status_code == 200
    assert client.get(back).status_code == 400


def test_an_answer_is_good_for_its_own_asking(client: Client) -> None:
    first, second = sent_off(client), sent_off(client)
    code = parse_qs(urlsplit(answered(client, first)).query)["code"][0]
    state = parse_qs(urlsplit(second).query)["state"][0]
    assert client.get(BACK, {"code": code, "state": state}).status_code == 400
    other = Client()
    code = parse_qs(urlsplit(answered(other, sent_off(other))).query)["code"][0]
    for guessed in ("", "a guess"):
        assert other.get(BACK, {"code": code, "state": guessed}).status_code == 400
    assert User.objects.count() == 0


@pytest.mark.parametrize("came", [{}, {"error": "access_denied"}, {"code": "made up", "state": "made up"}])
def test_whoever_was_sent_nowhere_gets_no_session_by_asking(client: Client, came: dict[str, str]) -> None:
    assert client.get(BACK, came).status_code == 400
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_a_late_answer_is_none(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    back = answered(client, sent_off(client))
    monkeypatch.setattr("troth.people.introduced.asking.GOOD_FOR", -1)
    assert client.get(back).status_code == 400


def test_a_connection_sent_for_by_one_is_not_made_for_another(client: Client) -> None:
    member(client)
    back = answered(client, sent_off(client, **{"for": "connect"}))
    kept = client.session["introductions"]
    client.post("/account/logout/")
    member(client, BEN)
    session = client.session
    session["introductions"] = kept
    session.save()
    assert client.get(back).status_code == 400
    assert SignInLink.objects.count() == 0


def test_one_of_the_services_people_is_connected_with_one_account(client: Client) -> None:
    member(client)
    come_back(client, sent={"for": "connect"})
    post_office()
    other = member(Client(), BEN)
    page = come_back(other, ADA, sent={"for": "connect"})
    assert page.status_code == 400
    assert SignInLink.objects.count() == 1


def test_a_row_moved_in_the_store_opens_nothing(client: Client) -> None:
    newcomer(client, BEN)
    member(Client())
    victim = User.objects.exclude(pk=SignInLink.objects.get().user_id).get()
    SignInLink.objects.update(user=victim)
    robber = Client()
    come_back(robber, BEN)
    assert not is_in(robber)


def test_a_ticket_is_good_in_the_browser_it_was_given_to(client: Client) -> None:
    page = come_back(client)
    other = Client()
    come_back(other, BEN)
    assert say_yes(other, page).status_code == 400
    told = say_yes(client, page, ticket=page.context["ticket"][:-8] + "AAAAAAA=")
    assert told.status_code == 400
    assert User.objects.count() == 0


# Who signs in otherwise


def test_the_second_factor_is_asked_as_ever(client: Client) -> None:
    from tests.people.test_second_factor import with_app

    user = newcomer(client)
    with_app(client)
    elsewhere = Client()
    assert come_back(elsewhere).headers["Location"].startswith("/account/security/check/")
    assert not is_in(elsewhere)
    assert user.is_active


def test_no_service_lets_an_employee_in(client: Client) -> None:
    newcomer(client)
    User.objects.update(is_staff=True)
    elsewhere = Client()
    assert "Whoever works here" in come_back(elsewhere).content.decode()
    assert not is_in(elsewhere)
    assert "Whoever works here" in come_back(client, BEN, sent={"for": "connect"}).content.decode()


def test_no_service_vouches_for_an_employee_who_is_asked_once_more(client: Client) -> None:
    newcomer(client)
    before = len(client.session["account_authentication_methods"])
    assert come_back(client, sent={"for": "again"}).status_code == 302, "the control: a customer"
    User.objects.update(is_staff=True)
    assert "Whoever works here" in come_back(client, sent={"for": "again"}).content.decode()
    assert len(client.session["account_authentication_methods"]) == before + 1


def test_a_closed_account_stays_closed(client: Client) -> None:
    newcomer(client)
    User.objects.update(is_active=False)
    elsewhere = Client()
    assert come_back(elsewhere).headers["Location"] == "/account/inactive/"
    assert not is_in(elsewhere)


# Taking it away


def test_a_connection_is_taken_away_and_lets_nobody_in(client: Client) -> None:
    member(client)
    come_back(client, sent={"for": "connect"})
    client.post(SERVICES, {"remove": str(SignInLink.objects.get().public_id)})
    assert queued() == ["sign_in_changed"] * 2
    elsewhere = Client()
    come_back(elsewhere)
    assert not is_in(elsewhere)


def test_the_only_way_in_is_not_taken_away(client: Client) -> None:
    newcomer(client)
    answer = client.post(SERVICES, {"remove": str(SignInLink.objects.get().public_id)}, follow=True)
    assert "your only way in" in answer.content.decode()
    assert SignInLink.objects.count() == 1


def test_nobody_takes_anothers_connection_away(client: Client) -> None:
    newcomer(client)
    other = member(Client(), BEN)
    other.post(SERVICES, {"remove": str(SignInLink.objects.get().public_id)})
    assert SignInLink.objects.count() == 1


def test_an_account_with_nothing_else_is_asked_by_its_service_once_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    newcomer(client)
    assert client.post("/account/email/", {"forget": "1"}).headers["Location"] == "/account/email/"
    monkeypatch.setattr("troth.people.introduced.once_more.app_settings.REAUTHENTICATION_TIMEOUT", -1, raising=False)
    answer = client.post("/account/email/", {"forget": "1"})
    assert answer.headers["Location"].startswith("/account/once-more/services/")
    monkeypatch.undo()
    told = {"for": "again", "next": "/account/email/"}
    assert come_back(client, BEN, sent=told).status_code == 400, "somebody else sits there"
    assert come_back(client, sent=told).headers["Location"] == "/account/email/"


# What is offered


def test_the_pages_say_what_it_will_tell_and_let_the_browser_go_nowhere_else(client: Client) -> None:
    for page in ("/account/login/", "/account/signup/"):
        text = client.get(page).content.decode()
        assert "It tells us your e-mail address and your name, and a number, of which we keep a fingerprint" in text
    assert "Er nennt uns E-Mail-Adresse und Name" in client.get("/de/account/login/").content.decode()


def test_only_pages_with_buttons_may_lead_to_a_service(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from troth.settings.signing_in import SignInAccount

    account = SignInAccount("https://login.campus.example", "troth", "secret")  # type: ignore[arg-type]
    here = replace(settings.TROTH, sign_in={practice.NAME: account})
    monkeypatch.setattr(settings, "TROTH", here)
    assert (
        "form-action 'self' https://login.campus.example"
        in client.get("/account/login/").headers["Content-Security-Policy"]
    )
    assert "campus" not in client.get("/").headers["Content-Security-Policy"]


def test_what_the_policy_does_not_name_is_not_offered(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from troth.settings.signing_in import SignInAccount

    account = SignInAccount("https://login.campus.example", "troth", "secret")  # type: ignore[arg-type]
    monkeypatch.setattr(settings, "TROTH", replace(settings.TROTH, sign_in={"campus": account}))
    assert client.post("/account/with/campus/").status_code == 404
    monkeypatch.setattr(settings, "TROTH", replace(settings.TROTH, mode="live", sign_in={}))
    assert client.post(WITH).status_code == 404, "a live shop has no practice service"


def test_the_practice_page_leads_nobody_astray(client: Client) -> None:
    page = sent_off(client)
    assert client.get(page).status_code == 200
    for wrong in ("https://evil.example/", "//evil.example/", "/account/", "http://testserver/"):
        assert client.get("/practice/doorkeeper/", {"back": wrong}).status_code == 404


def test_they_may_say_no_there(client: Client) -> None:
    back = client.post(sent_off(client), {"no": "1"}).headers["Location"]
    assert "did not sign you in" in client.get(back).content.decode()


def test_it_goes_on_where_they_came_from_and_never_elsewhere(client: Client) -> None:
    newcomer(client)
    client.post("/account/logout/")
    assert come_back(client, sent={"next": "/orders/"}).headers["Location"] == "/orders/"
    client.post("/account/logout/")
    assert come_back(client, sent={"next": "//evil.example/"}).headers["Location"] == "/account/"


@pytest.fixture(autouse=True)
def _at_testserver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["testserver", "localhost"])
    return


def test_the_address_with_the_code_is_told_to_nobody(client: Client) -> None:
    """Neither the shop's own log of referrers nor another site learns it."""
    page = come_back(client)
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page.headers["Cache-Control"]
