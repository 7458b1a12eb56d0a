"""A file of people met at a trade show: what is read of it, what is left out, and what is refused."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.leads.met import DORA, HEAD
from troth.catalog.importing import NotImportable, reading
from troth.leads.shows import rows
from troth.leads.shows.person import Person, Word
from troth.leads.shows.report import ShowReport


@dataclass
class Found:
    people: tuple[Person, ...]
    report: ShowReport

    @property
    def left_out(self) -> tuple[str, ...]:
        return tuple(each.column for each in self.report.left_behind)

    @property
    def unread(self) -> list[int]:
        return sorted(self.report.lost_rows)


def read(text: str | bytes, **taken_as: str) -> Found:
    report = ShowReport()
    content = text.encode() if isinstance(text, str) else text
    return Found(rows.read(reading.read(content, report), report, taken_as), report)


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
    assert found.unread == [3, 4]


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
    assert (found.people, found.unread) == ((), [2])


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
        b"email\n" + b"a@example.com\n" * (rows.MOST + 1),
    ],
    ids=["empty", "no address", "two", "zip", "rows"],
)
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    with pytest.raises(NotImportable):
        read(content)


@pytest.mark.parametrize(
    ("cell", "kinds"),
    [
        ("yes", ()),
        ("Newsletter", ()),
        ("special offers", ("special_offers",)),
        ("Newsletter; Special offers", ("newsletter", "special_offers")),
        ("new_products / accessories", ("new_products", "accessories")),
    ],
)
def test_what_they_want_to_hear_is_named_in_words(cell: str, kinds: tuple[str, ...]) -> None:
    (person,) = read(HEAD + f'a@example.com,,,,,"{cell}"\n').people
    assert (person.news, person.kinds) == (Word.YES, kinds)


@pytest.mark.parametrize(
    "cell", ["subscribed", "never subscribed", "unsubscribed", "yes and no", "Newsletter; shoes", ";"]
)
def test_a_word_that_is_none_of_these_is_nobodys_consent(cell: str) -> None:
    found = read(HEAD + f'a@example.com,,,,,"{cell}"\n')
    assert (found.people, found.unread) == ((), [2])


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "'=1+1", "\uff1dcmd"])
def test_what_a_spreadsheet_would_run_is_left_out_and_named(cell: str) -> None:
    found = read(f'email,name,organization\na@example.com,Anna,"{cell}"\n')
    assert [(each.name, each.organization) for each in found.people] == [("Anna", "")]
    assert [(each.row, each.column) for each in found.report.findings] == [(2, "organization")]


def test_a_name_that_only_begins_with_such_a_sign_stays() -> None:
    found = read("email,organization\na@example.com,@home GmbH\n")
    assert (found.people[0].organization, found.report.findings) == ("@home GmbH", [])


def test_a_file_as_excel_writes_it_is_read() -> None:
    text = "email;name;firma\na@example.com;Jürgen Müller;Größe & Söhne\n"
    for encoding in ("utf-8-sig", "windows-1252", "utf-16"):
        (person,) = read(text.encode(encoding)).people
        assert (person.name, person.organization) == ("Jürgen Müller", "Größe & Söhne")


def test_signs_that_cannot_be_read_are_no_name() -> None:
    broken = "email,name\na@example.com,J\ufffdrgen\nb@example.com,Berta\n"
    found = read(broken)
    assert ([each.email for each in found.people], found.unread) == (["b@example.com"], [2])


def test_a_column_nobody_knows_is_what_somebody_says_it_is() -> None:
    text = "contact,who,employer\na@example.com,Anna,Prahl\n"
    with pytest.raises(NotImportable) as asks:
        read(text)
    assert asks.value.asks == "columns"
    found = read(text, **{"0": "email", "2": "organization"})
    assert [(each.email, each.name, each.organization) for each in found.people] == [("a@example.com", "", "Prahl")]
    assert found.left_out == ("who",)
