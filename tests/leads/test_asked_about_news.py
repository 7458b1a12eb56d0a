"""A yes noted at a trade show is nobody's yes: a mail asks its owner, and it counts when they have said it themselves."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import ADA, BEN
from tests.catalog.letters import newest, subjects
from tests.channels.carriers import Keeping
from tests.leads.met import AUTUMN, DORA, SHOW, at, said_of
from tests.office.conftest import member
from tests.orders.buying import works_at_the_desk
from tests.people.conftest import everything_stored
from tests.rights.conftest import _cheap_hashes as _cheap_hashes
from tests.rights.conftest import post as post
from tests.test_canary import cells
from troth import gate, people
from troth.channels import queue
from troth.leads.models import NewsAsked
from troth.leads.shows import asking, noting, undo
from troth.leads.shows.person import Person, Word
from troth.rights import choices
from troth.rights.reader import Reader

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

KINDS = ("newsletter", "special_offers")
EVI = Person("evi@example.com", "Evi Roth", "DE", "Prahl", "Buyer", Word.YES, kinds=KINDS)


@pytest.fixture
def mia(db: None) -> gate.Actor:
    return works_at_the_desk(702, "marketing")


def asked(post: Keeping) -> list[str]:
    """Subjects of the mails that ask, once everything due has left."""
    queue.send_due()
    return [subject for subject in subjects(post) if "shall we write" in subject]


def link_in(post: Keeping) -> str:
    found = re.search(r"/news/([\w-]{43})/", newest(post))
    assert found is not None
    return f"/news/{found[1]}/"


def browser() -> Client:
    return Client(HTTP_HOST="localhost")


def reached(person: gate.PersonId) -> set[str]:
    kinds = (*KINDS, "new_products", "accessories", "feature_of_the_period")
    return {kind for kind in kinds if gate.may_reach(person, kind, "email").allowed}


def test_a_yes_noted_there_counts_when_its_owner_has_said_it(mia: gate.Actor, post: Keeping) -> None:
    noting.note(SHOW, [EVI], mia)
    evi = at(EVI.email)
    assert len(asked(post)) == 1
    assert "Special offers" in newest(post)
    assert "We met at Lab Days" in newest(post)
    assert reached(evi) == set(), "nothing is sent before"

    page = browser().get(link_in(post))
    assert page["Referrer-Policy"] == "strict-origin"
    assert "Shall we write to you?" in page.content.decode()
    assert reached(evi) == set(), "a program that scans mail has said nothing"

    assert "You said yes" in browser().post(link_in(post)).content.decode()
    assert reached(evi) == set(KINDS), "the kinds that were asked for, and no other"
    assert browser().get(link_in(post)).status_code == 410, "and once"


def test_the_mail_and_the_yes_are_in_the_record_of_the_person(mia: gate.Actor, post: Keeping) -> None:
    noting.note(SHOW, [EVI], mia)
    asked(post)
    browser().post(link_in(post))
    evi = at(EVI.email)
    lines = gate.timeline(evi, actor=gate.the_person(evi))
    assert ("reach", "meet_at_shows", "system") in {(line.verb, line.purpose, line.actor) for line in lines}
    chosen = {(line.purpose, line.actor) for line in lines if line.verb == "choose"}
    assert chosen == {(kind, "person") for kind in KINDS}


def test_my_privacy_says_where_the_yes_came_from(mia: gate.Actor, post: Keeping) -> None:
    noting.note(SHOW, [EVI], mia)
    asked(post)
    browser().post(link_in(post))
    shown = {(each.purpose, each.channel): each for each in choices.shown(Reader((at(EVI.email),)))}
    assert "a trade show" in shown["newsletter", "email"].because
    assert "a trade show" not in shown["new_products", "email"].because, "the control"


@pytest.mark.parametrize("said", [Word.NO, Word.NOTHING])
def test_whoever_did_not_say_yes_is_not_asked(mia: gate.Actor, post: Keeping, said: Word) -> None:
    noting.note(SHOW, [Person(EVI.email, "Evi Roth", "DE", "Prahl", news=said)], mia)
    assert asked(post) == []
    assert reached(at(EVI.email)) == set()
    noting.note(SHOW, [DORA], mia)
    assert len(asked(post)) == 1, "the control"


@pytest.mark.parametrize("state", [gate.State.OBJECTED, gate.State.DECLINED, gate.State.WITHDRAWN, gate.State.GRANTED])
def test_their_own_word_here_stands_and_they_are_not_asked(mia: gate.Actor, post: Keeping, state: gate.State) -> None:
    ada = people.person_of(member(ADA))
    assert ada is not None
    gate.choose(ada, "newsletter", "email", state, actor=gate.the_person(ada), source="preferences")
    noting.note(SHOW, [Person(ADA.email, organization="Prahl", news=Word.YES)], mia)
    assert (asked(post), said_of(ada)) == ([], str(state))


def test_a_no_said_after_the_note_wins_over_the_mail_that_waits(mia: gate.Actor, post: Keeping) -> None:
    noting.note(SHOW, [EVI], mia)
    evi = at(EVI.email)
    choices.stop_mails(Reader((evi,)))
    assert asked(post) == [], "no mail asks again"
    assert queue.counts()["refused"] == 1


def test_a_no_said_after_the_mail_wins_over_its_link(mia: gate.Actor, post: Keeping) -> None:
    noting.note(SHOW, [EVI], mia)
    asked(post)
    evi = at(EVI.email)
    opened = asking.behind(link_in(post).split("/")[2])
    gate.choose(evi, "newsletter", "email", gate.State.OBJECTED, actor=gate.the_person(evi), source="preferences")
    assert opened is not None
    asking.confirm(opened)  # the page had been open before the no
    assert reached(evi) == {"special_offers"}


def test_who_is_known_here_is_asked_too_and_keeps_what_they_have(mia: gate.Actor, post: Keeping) -> None:
    ben = people.person_of(member(BEN))
    assert ben is not None
    report = noting.note(SHOW, [Person(BEN.email, news=Word.YES)], mia)
    assert {str(became) for became in report.became} == {"unchanged"}
    assert (len(asked(post)), said_of(ben)) == (1, "")
    browser().post(link_in(post))
    assert said_of(ben) == "granted"


def test_nobody_is_asked_twice_while_they_can_answer(mia: gate.Actor, post: Keeping) -> None:
    noting.note(SHOW, [EVI], mia)
    noting.note(SHOW, [EVI], mia)
    noting.note(AUTUMN, [EVI], mia)
    assert len(asked(post)) == 1
    NewsAsked.objects.update(asked_at=timezone.now() - timedelta(hours=asking.LINK_HOURS + 1))
    noting.note(AUTUMN, [EVI], mia)
    assert len(asked(post)) == 2, "the control: the first link leads nowhere any more"


def test_notes_taken_back_take_the_question_back(mia: gate.Actor, post: Keeping) -> None:
    report = noting.note(SHOW, [EVI, Person(ADA.email, "Ada", "DE", "Prahl", news=Word.YES)], mia)
    asked(post)
    link = link_in(post)
    assert browser().get(link).status_code == 200, "the control"
    assert report.ref is not None
    undo.take_back(report.ref, mia)
    assert browser().post(link).status_code == 410
    assert NewsAsked.objects.count() == 0


def test_what_was_asked_a_month_ago_is_forgotten(mia: gate.Actor, post: Keeping) -> None:
    noting.note(SHOW, [EVI], mia)
    assert asking.sweep(timezone.now() + timedelta(days=29)) == 0
    assert asking.sweep(timezone.now() + timedelta(days=31)) == 1


def test_the_shop_store_does_not_say_whose_wish_it_is(mia: gate.Actor, post: Keeping) -> None:
    noting.note(SHOW, [EVI], mia)
    stored = everything_stored()
    assert not [mark for mark in ("evi@", "evi roth", "prahl") if mark in stored]
    assert "special_offers" in stored, "the control: what is in plain can be found"
    evi, undashed = (
        at(EVI.email).hex,
        {store: str(list(cells(store))).replace("-", "") for store in ("default", "vault")},
    )
    assert evi not in undashed["default"]
    assert evi in undashed["vault"], "the control: PostgreSQL writes ids with dashes, SQLite without"


def test_a_yes_the_gate_refuses_is_not_said_to_be_one(
    mia: gate.Actor, post: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_args: object, **_more: object) -> None:
        raise gate.Refused("2b", "no", "No.")

    noting.note(SHOW, [EVI], mia)
    asked(post)
    with monkeypatch.context() as here:
        here.setattr(gate, "choose_all", refuses)
        answer = browser().post(link_in(post))
    assert answer.status_code == 403
    assert "You said yes" not in answer.content.decode()
    assert NewsAsked.objects.get().answered_at is None
    assert "You said yes" in browser().post(link_in(post)).content.decode(), "the link still works"
