"""A partner tells where somebody works: about whom it was given a number for, and about nobody else."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import ADA, BEN, Customer
from tests.leads.met import DORA, SHOW
from tests.office.conftest import Comes, comes, member  # noqa: F401  (fixtures, found by their names)
from tests.orders.buying import works_at_the_desk
from troth import gate, people
from troth.leads import ask, known, numbers
from troth.leads.purpose import PURPOSE
from troth.leads.shows import noting
from troth.recipients import signature
from troth.recipients.inbound import HEADER, LARGEST, Door, tally
from troth.recipients.inbound.models import InboundWord
from troth.rights import mine
from troth.rights.reader import Reader
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SECRET = "a secret of a partner and long enough"
DOOR = "/partners/businesses/partner/"
SAID = {"organization": "Institut Muster", "position": "Head of purchasing"}


@pytest.fixture(autouse=True)
def _partner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
    here = replace(settings.TROTH, lead_partner="Bureau of Desks", lead_secrets=("x" * 32, SECRET))
    monkeypatch.setattr(settings, "TROTH", here)


def somebody(who: Customer = ADA) -> gate.PersonId:
    person = people.person_of(member(who))
    assert person is not None
    return person


def mia() -> gate.Actor:
    return works_at_the_desk(601, "marketing")


def number(person: gate.PersonId, partner: str = "partner") -> str:
    return ask.ask(person, partner, gate.system(PURPOSE)).number


def message(about: str, /, **changes: Any) -> bytes:
    told = {"id": "l-1", "about": about, **SAID, **changes}
    return json.dumps({name: value for name, value in told.items() if value is not None}).encode()


def knock(body: bytes, mark: str | None = None, path: str = DOOR, **how: Any) -> int:
    mark = signature.sign(body, SECRET.encode(), **how) if mark is None else mark
    client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    return client.post(path, body, content_type="application/json", headers={HEADER: mark}).status_code


def kept() -> int:
    return Record.objects.filter(kind="lead").count()


def told(person: gate.PersonId) -> list[dict[str, str]]:
    shown = known.of(person, mia())
    return [
        {label: value.reveal() for label, value in each.fields if isinstance(value, gate.Personal)}
        for each in shown.records
    ]


def test_marketing_reads_what_was_told_and_by_whom() -> None:
    ada = somebody()
    assert knock(message(number(ada))) == 200
    assert told(ada) == [
        {"organization": "Institut Muster", "position": "Head of purchasing", "who told us": "Bureau of Desks"}
    ]
    (record,) = known.of(ada, works_at_the_desk(602, "marketing")).records
    assert record.source == "a partner of ours"


def test_the_person_reads_it_among_their_data_and_that_it_was_looked_at() -> None:
    ada = somebody()
    knock(message(number(ada)))
    told(ada)
    (owned,) = [each for each in mine.mine(Reader((ada,))).all_of_it if each.record.kind == "lead"]
    assert owned.record.source == "partner"
    assert owned.record.policy_version == gate.policy().version
    lines = gate.timeline(ada, actor=gate.the_person(ada))
    assert {(line.verb, line.actor) for line in lines if line.purpose == PURPOSE} >= {
        ("collect", "system"),
        ("use", "employee"),
    }


def test_whoever_said_no_is_not_told_of_and_not_looked_at() -> None:
    ada = somebody()
    knock(message(number(ada)))
    later = number(ada)
    gate.choose(ada, PURPOSE, "", gate.State.OBJECTED, actor=gate.the_person(ada), source="preferences")
    assert knock(message(later, id="l-2")) == 404
    assert kept() == 1
    shown = known.of(ada, mia())
    assert (shown.records, bool(shown.no)) == ((), True)


def test_a_newer_word_of_the_same_partner_takes_the_place_of_the_older() -> None:
    ada = somebody()
    knock(message(number(ada)))
    knock(message(number(ada), id="l-2", position="Director"))
    assert [each["position"] for each in told(ada)] == ["Director"]


def test_nobody_tells_of_somebody_they_were_given_no_number_for() -> None:
    ada, ben = somebody(), somebody(BEN)
    for_another = number(ada, "practice")
    bent = number(ada)[:-6] + "AAAAAA"
    for about in (for_another, bent, str(ben), ben.hex * 2, "x" * 60):
        assert knock(message(about)) in (400, 404)
    assert kept() == 0
    assert knock(message(number(ada))) == 200, "the control"


def test_two_numbers_of_one_person_do_not_say_so_and_end(monkeypatch: pytest.MonkeyPatch) -> None:
    ada = somebody()
    one, other = number(ada), number(ada)
    assert one[:20] != other[:20]
    assert one[-20:] != other[-20:]
    monkeypatch.setattr(numbers, "GOOD_FOR", -1)
    assert knock(message(number(ada))) == 404
    assert knock(message(one)) == 200


def test_a_forged_word_is_refused() -> None:
    body = message(number(somebody()))
    marks = (
        "",
        signature.sign(body, b"another secret, also long enough"),
        signature.sign(body.replace(b"Muster", b"Murks!"), SECRET.encode()),
        signature.sign(body, SECRET.encode(), at=1_000_000_000),
        "t=1,v0=" + "a" * 64,
    )
    assert {knock(body, mark) for mark in marks} == {400}
    assert kept() == 0


def test_a_secret_is_good_for_its_own_door(monkeypatch: pytest.MonkeyPatch) -> None:
    here = replace(settings.TROTH, campaign_partner="Billboards", campaign_secrets=("y" * 32,))
    monkeypatch.setattr(settings, "TROTH", here)
    body = message(number(somebody()))
    assert knock(body, signature.sign(body, b"y" * 32)) == 400
    assert kept() == 0


def test_a_word_played_again_changes_nothing() -> None:
    ada = somebody()
    body = message(number(ada))
    mark = signature.sign(body, SECRET.encode())
    assert {knock(body, mark), knock(body, mark)} == {200}
    assert (kept(), InboundWord.objects.count(), tally.tallies(Door.LEADS)[0][1]) == (1, 1, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"organization": None},
        {"organization": ""},
        {"organization": "x" * 101},
        {"organization": "Two\nlines"},
        {"organization": 7},
        {"position": ["a"]},
        {"about": None},
        {"about": 7},
        {"id": None},
        {"id": "no spaces allowed"},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    assert knock(message(number(somebody()), **wrong)) == 400
    assert (kept(), InboundWord.objects.count()) == (0, 0)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"null", b'"x"', b"[" * 4000])
def test_what_is_no_message_is_refused(body: bytes) -> None:
    assert knock(body) == 400


def test_what_is_too_long_is_not_looked_at() -> None:
    assert knock(message(number(somebody()), more="x" * LARGEST)) == 413


def test_a_length_that_is_no_number_is_too_long() -> None:
    """ "²" is a digit to Python, and no number."""
    body = message(number(somebody()))
    assert Client(HTTP_HOST="localhost").post(DOOR, body, "application/json", CONTENT_LENGTH="²").status_code == 413


def test_what_nobody_asked_for_is_thrown_away_and_counted() -> None:
    ada = somebody()
    knock(message(number(ada), birthday="1980-02-29", income="high", children=2))
    assert tally.tallies(Door.LEADS) == (("Bureau of Desks", 1, 3),)
    person = gate.use(ada, ["lead"], purpose=PURPOSE, actor=gate.system(PURPOSE)).first("lead")
    assert person is not None
    assert person.fields.keys() == {"organization", "position", "origin"}


def test_there_is_no_partner_but_the_one_that_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    body = message(number(somebody()))
    assert knock(body, path="/partners/businesses/nobody/") == 404
    monkeypatch.setattr(settings, "TROTH", replace(settings.TROTH, lead_partner="", lead_secrets=()))
    assert knock(body) == 404


# On the screen


def test_marketing_looks_somebody_up_and_practises(comes: Comes) -> None:  # noqa: F811  (the fixture)
    ada, browser = somebody(), comes("marketing")
    found = browser.post("/office/businesses/", {"email": ADA.email})
    page = found.headers["Location"]
    assert "Nobody has told us where they work" in browser.get(page).content.decode()
    answer = browser.post(f"{page}practise/", {**SAID, "chatter": "on"}, follow=True).content.decode()
    assert "Institut Muster" in answer
    assert "Practice partner" in answer
    given = browser.post(f"{page}number/", {"partner": "practice"}).context["given"]
    assert numbers.read(given.number, "practice") == ada
    assert "2 things it said beside were thrown away unread" in browser.get("/office/businesses/").content.decode()


@pytest.mark.parametrize(("language", "day"), [("en", "2 January 2026"), ("de", "2. Januar 2026")])
def test_the_day_of_a_meeting_is_written_as_the_language_does(
    comes: Comes,  # noqa: F811  (the fixture)
    language: str,
    day: str,
) -> None:
    browser = comes("marketing")
    browser.get("/office/")
    noting.note(SHOW, [DORA], gate.employee(int(browser.session["_auth_user_id"])))
    browser.post("/office/language/", {"language": language})
    page = browser.get(browser.post("/office/businesses/", {"email": DORA.email}).headers["Location"]).content.decode()
    assert day in page
    assert "2026-01-02" not in page


@pytest.mark.parametrize(
    "who", ["order_desk", "customer_service", "bookkeeping", "privacy_officer", "no job", "superuser"]
)
def test_it_is_nobody_elses_job(comes: Comes, who: str) -> None:  # noqa: F811  (the fixture)
    from troth.rights import tickets

    ada, browser = somebody(), comes(who)
    assert browser.get("/office/businesses/").status_code == 403
    assert browser.post("/office/businesses/", {"email": ADA.email}).status_code == 403
    account = int(browser.session["_auth_user_id"])
    page = f"/office/businesses/{tickets.write(ada, account)}/"
    assert browser.get(page).status_code == 403
    assert browser.post(f"{page}number/", {"partner": "practice"}).status_code == 403
    assert browser.post(f"{page}practise/", SAID).status_code == 403
    assert kept() == 0


def test_a_live_shop_has_no_practice_partner(monkeypatch: pytest.MonkeyPatch) -> None:
    ada = somebody()
    monkeypatch.setattr(settings, "TROTH", replace(settings.TROTH, mode="live"))
    with pytest.raises(LookupError):
        ask.ask(ada, "practice", gate.system(PURPOSE))
