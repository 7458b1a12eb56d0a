"""People met at a trade show: what is noted of them, what is not, and how it is taken back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.cast import ADA, BEN, CHIARA
from tests.leads.met import AUTUMN, DORA, HEAD, SHOW, at, said_of
from tests.office.conftest import Comes, comes, member  # noqa: F401  (fixtures, found by their names)
from tests.orders.buying import bought, works_at_the_desk
from tests.people.conftest import everything_stored
from troth import gate, people
from troth.leads.models import Met, NewsAsked, ShowNotes
from troth.leads.shows import noting, undo
from troth.leads.shows.noting import Noting
from troth.leads.shows.person import Person, Show, Word
from troth.leads.shows.report import Became, Said
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])


@pytest.fixture
def mia(db: None) -> gate.Actor:
    return works_at_the_desk(701, "marketing")


def held(person: gate.PersonId) -> dict[tuple[str, str], str]:
    """(kind, field) → text, with the door beside."""
    asked = ["name", "email", "lead"]
    opened = gate.use(person, asked, purpose="rights_request", actor=gate.the_person(person))
    assert {record.source for record in opened.records} <= {"trade_show", "sign_up", "guest_checkout"}
    return {
        (record.kind, name): value.reveal()
        for record in opened.records
        for name, value in record.fields.items()
        if isinstance(value, gate.Personal)
    }


def refuses(*_args: object, **_more: object) -> None:
    raise gate.Refused("O.a", "no", "No.")


def test_somebody_met_is_noted_with_place_and_day(mia: gate.Actor) -> None:
    report = noting.note(SHOW, [DORA], mia)
    assert report.became == {Became.NEW: 1}
    assert held(at(DORA.email)) == {
        ("name", "name"): "Dora Nagy",
        ("email", "email"): "dora@example.com",
        ("lead", "organization"): "Institut Muster",
        ("lead", "position"): "Buyer",
        ("lead", "origin"): "Lab Days, Boston",
        ("lead", "met_on"): "2026-01-02",
    }
    stored = everything_stored()
    assert not [mark for mark in ("dora@", "nagy", "muster") if mark in stored]
    assert "lab days" in stored, "the control: what is in plain can be found"


@pytest.mark.parametrize("country", ["US", "CA", "DE", ""])
@pytest.mark.parametrize(
    ("word", "state", "said"),
    [(Word.YES, "", {Said.ASKED: 1}), (Word.NO, "declined", {Said.NO: 1}), (Word.NOTHING, "", {})],
)
def test_a_note_is_nobodys_yes_and_a_no_binds(
    mia: gate.Actor, country: str, word: Word, state: str, said: dict[Said, int]
) -> None:
    report = noting.note(SHOW, [Person(DORA.email, country=country, news=word)], mia)
    assert (said_of(at(DORA.email)), dict(report.said)) == (state, said)


def test_a_no_to_news_is_one_to_every_promotion_by_mail(mia: gate.Actor) -> None:
    noting.note(SHOW, [Person(DORA.email, country="US", news=Word.NO)], mia)
    kinds = ("newsletter", "special_offers", "new_products", "accessories", "internal_marketing")
    assert not [kind for kind in kinds if gate.may_reach(at(DORA.email), kind, "email").allowed]
    noting.note(SHOW, [Person(BEN.email, country="US")], mia)
    assert gate.may_reach(at(BEN.email), "newsletter", "email").allowed, "the control: by the rules of that country"


def test_what_a_customer_said_themselves_is_not_touched(mia: gate.Actor) -> None:
    user = member(ADA)
    ada = people.person_of(user)
    assert ada is not None
    gate.choose(ada, "newsletter", "email", gate.State.OBJECTED, actor=gate.the_person(ada), source="preferences")
    met = Person(ADA.email, "Somebody Else", "DE", "Institut Muster", "Buyer", Word.YES)
    report = noting.note(SHOW, [met], mia)
    assert report.became == {Became.ADDED: 1}
    assert held(ada)["name", "name"] == ADA.name
    assert held(ada)["lead", "organization"] == "Institut Muster"
    assert (said_of(ada), gate.standing(ada).country) == ("objected", "US")  # type: ignore[union-attr]


def test_a_no_said_there_binds_a_customer_too(mia: gate.Actor) -> None:
    ada = people.person_of(member(ADA))
    assert ada is not None
    gate.choose(ada, "newsletter", "email", gate.State.GRANTED, actor=gate.the_person(ada), source="preferences")
    noting.note(SHOW, [Person(ADA.email, news=Word.NO)], mia)
    assert said_of(ada) == "declined"


def test_twice_noted_is_once_noted(mia: gate.Actor) -> None:
    noting.note(SHOW, [DORA], mia)
    report = noting.note(SHOW, [DORA], mia)
    assert report.became == {Became.UNCHANGED: 1}
    assert Record.objects.filter(kind="lead").count() == 1
    other = Show("Lab Days", "Boston", date(2026, 1, 3))
    assert noting.note(other, [DORA], mia).became == {Became.ADDED: 1}, "the control: another day is news"


def test_whoever_said_no_to_it_is_not_noted(mia: gate.Actor) -> None:
    ada = people.person_of(member(ADA))
    assert ada is not None
    gate.choose(ada, "enrich_leads", "", gate.State.OBJECTED, actor=gate.the_person(ada), source="preferences")
    report = noting.note(SHOW, [Person(ADA.email, organization="Institut Muster", news=Word.NO, row=2)], mia)
    assert report.became == {Became.REFUSED: 1}
    assert report.lost_rows == {2}
    assert said_of(ada) == "declined", "but a no binds all the same"
    assert Record.objects.filter(kind="lead").count() == 0
    assert Met.objects.count() == 0


def test_notes_are_taken_back_whole(mia: gate.Actor) -> None:
    ada = people.person_of(member(ADA))
    assert ada is not None
    report = noting.note(SHOW, [DORA, Person(ADA.email, organization="Institut Muster")], mia)
    assert report.ref is not None
    assert undo.take_back(report.ref, mia) == (2, 0)
    assert gate.persons_at(DORA.email) == []
    assert held(ada)["name", "name"] == ADA.name
    assert Record.objects.filter(kind="lead").count() == 0
    assert (Met.objects.count(), ShowNotes.objects.count()) == (0, 0)


def test_who_is_a_customer_by_now_stays(mia: gate.Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    report = noting.note(SHOW, [Person(CHIARA.email, CHIARA.name, "GB", "Venn Ltd")], mia)
    assert report.ref is not None
    met = at(CHIARA.email)
    monkeypatch.setattr(gate, "parties_of", lambda person: [bought(CHIARA).whose] if person == met else [])
    assert undo.take_back(report.ref, mia) == (0, 1)
    assert met in gate.persons_at(CHIARA.email)


def test_whom_nobody_heard_of_since_is_forgotten_in_time(mia: gate.Actor) -> None:
    noting.note(SHOW, [DORA], mia)
    until = Met.objects.get().until
    assert until is not None
    assert undo.sweep(until - timedelta(days=1)) == 0
    assert undo.sweep(until + timedelta(days=1)) == 1
    assert gate.persons_at(DORA.email) == []


def test_whoever_was_met_again_is_forgotten_so_much_later(mia: gate.Actor) -> None:
    noting.note(SHOW, [DORA], mia)
    Met.objects.update(until=(old := timezone.now() + timedelta(days=1)))
    noting.note(AUTUMN, [DORA], mia)
    assert undo.sweep(old + timedelta(days=1)) == 0
    assert at(DORA.email)
    until = Met.objects.get(made=True).until
    assert until is not None
    assert undo.sweep(until + timedelta(days=1)) == 1
    assert gate.persons_at(DORA.email) == []


def test_notes_taken_back_leave_whom_other_notes_have_too(mia: gate.Actor) -> None:
    first = noting.note(SHOW, [DORA, Person("evi@example.com", "Evi Roth", "US")], mia)
    second = noting.note(AUTUMN, [DORA], mia)
    assert first.ref is not None
    assert second.ref is not None
    assert undo.take_back(first.ref, mia) == (2, 0)
    assert gate.persons_at("evi@example.com") == [], "the control: nobody else has them"
    assert held(at(DORA.email))["lead", "met_on"] == "2026-10-04"
    assert undo.take_back(second.ref, mia) == (1, 0)
    assert gate.persons_at(DORA.email) == []


def test_a_note_that_was_cut_off_is_forgotten_in_time_too(mia: gate.Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process dies between the vault and the row."""

    def dies(*_args: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as here:
        here.setattr(Noting, "_write", dies)
        with pytest.raises(SystemExit):
            noting.note(SHOW, [DORA], mia)
    assert at(DORA.email)
    until = Met.objects.get().until
    assert until is not None
    assert undo.sweep(until + timedelta(days=1)) == 1
    assert gate.persons_at(DORA.email) == []


def test_whom_the_gate_will_not_erase_stays_due(mia: gate.Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    noting.note(SHOW, [DORA], mia)
    until = Met.objects.get().until
    assert until is not None
    with monkeypatch.context() as here:
        here.setattr(gate, "erase", refuses)
        assert undo.sweep(until + timedelta(days=1)) == 0
    assert undo.sweep(until + timedelta(days=1)) == 1
    assert gate.persons_at(DORA.email) == []


# On the screen


def sent(text: str) -> dict[str, object]:
    told = {"show": "Lab Days", "place": "Boston", "day": "2026-01-02"}
    return {**told, "file": SimpleUploadedFile("people.csv", text.encode(), "text/csv")}


def test_one_by_hand(comes: Comes) -> None:  # noqa: F811  (the fixture)
    browser = comes("marketing")
    told = {"show": "Lab Days", "place": "Boston", "email": BEN.email, "name": BEN.name, "organization": "Prahl"}
    later = (timezone.localdate() + timedelta(days=2)).isoformat()
    assert browser.post("/office/shows/one/", {**told, "day": later}).status_code == 422
    answer = browser.post("/office/shows/one/", {**told, "day": "2026-01-02"})
    assert answer.status_code == 200
    assert (answer.context["one"]["show"].value(), answer.context["one"]["email"].value()) == ("Lab Days", None)
    assert held(at(BEN.email))["lead", "organization"] == "Prahl"
    assert said_of(at(BEN.email)) == "", "nothing was chosen"
    kinds = {**told, "email": "dora@example.com", "day": "2026-01-02", "kinds": ["special_offers"]}
    assert browser.post("/office/shows/one/", kinds).status_code == 422, "marks without a yes are none"
    assert "a mail asks them" in browser.post("/office/shows/one/", {**kinds, "news": "yes"}).content.decode()
    assert NewsAsked.objects.get().kinds == "special_offers"


@pytest.mark.parametrize(
    "who", ["order_desk", "customer_service", "bookkeeping", "privacy_officer", "no job", "superuser"]
)
def test_it_is_nobody_elses_job(comes: Comes, mia: gate.Actor, who: str) -> None:  # noqa: F811  (the fixture)
    report = noting.note(SHOW, [DORA], mia)
    browser = comes(who)
    assert browser.get("/office/shows/").status_code == 403
    told = {"show": "x", "place": "y", "day": "2026-01-02", "email": BEN.email}
    assert browser.post("/office/shows/one/", told).status_code == 403
    assert browser.post("/office/shows/file/", sent(HEAD + f"{BEN.email},,,,,\n")).status_code == 403
    assert browser.post(f"/office/shows/{report.ref}/back/").status_code == 403
    assert (gate.persons_at(BEN.email), Met.objects.count()) == ([], 1)


def test_who_is_known_here_is_held_with_the_others_of_a_batch(mia: gate.Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, two files with the same people in another order would wait for each other."""
    people_met, held_people, together = (
        [Person(ADA.email, "Ada"), Person(BEN.email, "Ben")],
        list[object](),
        gate.together,
    )
    noting.note(SHOW, people_met, mia)

    def holding(*held_now: Any, **more: Any) -> Any:
        held_people.extend(held_now)
        return together(*held_now, **more)

    monkeypatch.setattr(gate, "together", holding)
    noting.note(AUTUMN, [*people_met, DORA], mia)
    assert held_people == [at(ADA.email), at(BEN.email)]
