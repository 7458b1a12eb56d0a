"""People met at a trade show: what is noted of them, what is not, and how it is taken back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.cast import ADA, BEN, CHIARA
from tests.office.conftest import Comes, comes, member  # noqa: F401  (fixtures, found by their names)
from tests.orders.buying import bought, works_at_the_desk
from tests.people.conftest import everything_stored
from troth import gate, people
from troth.leads.models import Met, ShowNotes
from troth.leads.shows import noting, rows, undo
from troth.leads.shows.noting import Became, Said
from troth.leads.shows.person import Person, Show, Word
from troth.vault.models import Record

pytestmark = pytest.mark.django_db(databases=["default", "vault"])

SHOW = Show("Lab Days", "Boston", date(2026, 1, 2))
AUTUMN = Show("Glass Week", "Chicago", date(2026, 10, 4))
DORA = Person("dora@example.com", "Dora Nagy", "US", "Institut Muster", "Buyer", Word.YES)
HEAD = "email,name,country,organization,position,news\n"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])


@pytest.fixture
def mia(db: None) -> gate.Actor:
    return works_at_the_desk(701, "marketing")


def at(email: str) -> gate.PersonId:
    (person,) = gate.persons_at(email)
    return person


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


def news_of(person: gate.PersonId) -> str:
    standing = gate.standing(person)
    assert standing is not None
    said = standing.choices.get(noting.NEWS)
    return str(said.state) if said else ""


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


@pytest.mark.parametrize(
    ("country", "word", "state", "said"),
    [
        ("US", Word.YES, "granted", {Said.YES: 1}),
        ("US", Word.NO, "declined", {Said.NO: 1}),
        ("US", Word.NOTHING, "", {}),
        ("DE", Word.YES, "", {Said.ASK: 1}),
        ("DE", Word.NO, "declined", {Said.NO: 1}),
        ("", Word.YES, "", {Said.ASK: 1}),
    ],
)
def test_only_a_clear_yes_is_one_and_not_where_the_law_wants_it_shown(
    mia: gate.Actor, country: str, word: Word, state: str, said: dict[Said, int]
) -> None:
    report = noting.note(SHOW, [Person(DORA.email, country=country, news=word)], mia)
    assert (news_of(at(DORA.email)), dict(report.said)) == (state, said)


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
    assert (news_of(ada), gate.standing(ada).country) == ("objected", "US")  # type: ignore[union-attr]


def test_a_no_said_there_binds_a_customer_too(mia: gate.Actor) -> None:
    ada = people.person_of(member(ADA))
    assert ada is not None
    gate.choose(ada, "newsletter", "email", gate.State.GRANTED, actor=gate.the_person(ada), source="preferences")
    noting.note(SHOW, [Person(ADA.email, news=Word.NO)], mia)
    assert news_of(ada) == "declined"


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
    report = noting.note(SHOW, [Person(ADA.email, organization="Institut Muster", row=2)], mia)
    assert report.became == {Became.REFUSED: 1}
    assert report.troubles[0][0] == 2
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
    writes = Met.save

    def dies(row: Met, *args: Any, **more: Any) -> None:
        if row.pk is not None:
            raise SystemExit
        writes(row, *args, **more)

    with monkeypatch.context() as here:
        here.setattr(Met, "save", dies)
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


# Files


def read(text: str) -> rows.Read:
    return rows.read(text.encode())


def test_a_file_is_read_by_its_headings_in_either_language() -> None:
    english = read(HEAD + "dora@example.com,Dora Nagy,US,Institut Muster,Buyer,yes\n")
    german = read(
        "E-Mail;Vorname;Nachname;Land;Firma;Funktion;Neuigkeiten\n"
        "dora@example.com;Dora;Nagy;US;Institut Muster;Buyer;ja\n"
    )
    assert english.people == german.people == (Person(**{**_fields(DORA), "row": 2}),)


def _fields(person: Person) -> dict[str, object]:
    return {name: getattr(person, name) for name in Person.__slots__}


def test_a_blank_is_no_yes_and_what_is_neither_is_looked_at_by_somebody() -> None:
    found = read(HEAD + "a@example.com,,,,,\nb@example.com,,,,,perhaps\nc@example.com,,,,,1\n")
    assert [(each.email, each.news) for each in found.people] == [("a@example.com", Word.NOTHING)]
    assert [row for row, _why in found.unread] == [3, 4]


def test_columns_nobody_asked_for_are_left_out_and_named() -> None:
    found = read("email,birthday,shoe size\ndora@example.com,1980-02-29,38\n")
    assert found.left_out == ("birthday", "shoe size")
    assert "1980" not in repr(found)


@pytest.mark.parametrize(
    "row",
    [
        "no address,,,,,",
        "dora@,,,,,",
        "x@example.com,,Atlantis,,,",
        "x@example.com,\u202eevil,,,,",
        "x@example.com," + "n" * 101 + ",,,,",
    ],
    ids=["none", "half", "country", "bidi", "long"],
)
def test_a_row_that_cannot_be_read_is_named_by_its_number(row: str) -> None:
    found = read(HEAD + row + "\n")
    assert (found.people, [number for number, _why in found.unread]) == ((), [2])


def test_the_same_address_twice_is_one_person() -> None:
    found = read(HEAD + "dora@example.com,A,,,,\nDora@Example.com,B,,,,no\n")
    assert ([each.name for each in found.people], len(found.unread)) == (["A"], 1)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"name\nDora\n",
        b"email,e-mail\na@example.com,b@example.com\n",
        b"PK\x03\x04 a spreadsheet",
        b"x" * (1024 * 1024 + 1),
    ],
    ids=["empty", "no address", "two", "zip", "large"],
)
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    with pytest.raises(rows.NotAFile):
        rows.read(content)


# On the screen


def sent(act: str, text: str) -> dict[str, object]:
    told = {"show": "Lab Days", "place": "Boston", "day": "2026-01-02", "act": act}
    return {**told, "file": SimpleUploadedFile("people.csv", text.encode(), "text/csv")}


def test_marketing_looks_first_takes_in_and_takes_back(comes: Comes) -> None:  # noqa: F811  (the fixture)
    browser, text = comes("marketing"), HEAD + "dora@example.com,Dora Nagy,US,Institut Muster,Buyer,\nodd,,,,,\n"
    page = browser.post("/office/shows/file/", sent("look", text)).content.decode()
    assert "This would happen" in page
    assert (gate.persons_at("dora@example.com"), ShowNotes.objects.count()) == ([], 0)
    page = browser.post("/office/shows/file/", sent("take", text)).content.decode()
    assert "This has happened" in page
    assert "Row 3" in page
    assert "Dora" not in page
    assert news_of(at("dora@example.com")) == ""
    notes = ShowNotes.objects.get()
    answer = browser.post(f"/office/shows/{notes.ref}/back/", follow=True).content.decode()
    assert "Taken back: 1 person." in answer
    assert gate.persons_at("dora@example.com") == []


def test_one_by_hand(comes: Comes) -> None:  # noqa: F811  (the fixture)
    browser = comes("marketing")
    told = {"show": "Lab Days", "place": "Boston", "email": BEN.email, "name": BEN.name, "organization": "Prahl"}
    later = (timezone.localdate() + timedelta(days=2)).isoformat()
    assert browser.post("/office/shows/one/", {**told, "day": later}).status_code == 422
    assert browser.post("/office/shows/one/", {**told, "day": "2026-01-02"}).status_code == 200
    assert held(at(BEN.email))["lead", "organization"] == "Prahl"
    assert news_of(at(BEN.email)) == "", "nothing was chosen"


@pytest.mark.parametrize(
    "who", ["order_desk", "customer_service", "bookkeeping", "privacy_officer", "no job", "superuser"]
)
def test_it_is_nobody_elses_job(comes: Comes, mia: gate.Actor, who: str) -> None:  # noqa: F811  (the fixture)
    report = noting.note(SHOW, [DORA], mia)
    browser = comes(who)
    assert browser.get("/office/shows/").status_code == 403
    told = {"show": "x", "place": "y", "day": "2026-01-02", "email": BEN.email}
    assert browser.post("/office/shows/one/", told).status_code == 403
    assert browser.post("/office/shows/file/", sent("take", HEAD + f"{BEN.email},,,,,\n")).status_code == 403
    assert browser.post(f"/office/shows/{report.ref}/back/").status_code == 403
    assert (gate.persons_at(BEN.email), Met.objects.count()) == ([], 1)
