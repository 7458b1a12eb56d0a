"""A file of people, read: columns by their names in English and German, cells that can be read, and what cannot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from troth.catalog.importing import TooLarge, UnknownLayout, reading
from troth.catalog.importing.cells import unguarded
from troth.catalog.importing.report import Weight
from troth.people import legible, postal

from . import wishes
from .person import FIRST, Person, Word
from .report import ShowReport

LARGEST: Final = 8 * 1024 * 1024  # bytes
MOST: Final = 20_000  # rows
LONGEST: Final = 100  # characters of a cell
FIELDS: Final[tuple[tuple[str, Promise], ...]] = (
    ("email", gettext_lazy("e-mail address")),
    ("name", gettext_lazy("name")),
    ("first", gettext_lazy("first name")),
    ("last", gettext_lazy("last name")),
    ("country", gettext_lazy("country of residence")),
    ("organization", gettext_lazy("organization")),
    ("position", gettext_lazy("position")),
    ("news", gettext_lazy("what they want to hear")),
)
NAMES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("email", "e-mail", "email address", "e-mail address", "mail", "e-mail-adresse"), "email"),
    **dict.fromkeys(("name", "full name", "vollständiger name"), "name"),
    **dict.fromkeys(("first name", "given name", "vorname"), "first"),
    **dict.fromkeys(("last name", "surname", "family name", "nachname"), "last"),
    **dict.fromkeys(("country", "land"), "country"),
    **dict.fromkeys(("organization", "organisation", "company", "institution", "firma", "unternehmen"), "organization"),
    **dict.fromkeys(("position", "job title", "role", "funktion", "rolle"), "position"),
    **dict.fromkeys(
        ("news", "newsletter", "consent", "wants news", "wants to hear", "neuigkeiten", "einwilligung"), "news"
    ),
}
_YES: Final = frozenset({"yes", "y", "true", "ja", "j"})
_NO: Final = frozenset({"no", "n", "false", "nein"})
# What a spreadsheet would run (OWASP, "CSV Injection"). Of names some begin with such a sign, so it needs more than that.
_FORMULA: Final = re.compile(r"\s*'*(?:[=\uff1d]|[+\-@\uff0b\uff0d\uff20].*[(|!])", re.DOTALL)


@sensitive_variables()
def read_file(path: Path, report: ShowReport, taken_as: Mapping[str, str]) -> tuple[Person, ...]:
    """`taken_as`: {"3": "organization"}, what somebody said of columns. Raises NotImportable, OSError."""
    if path.stat().st_size > LARGEST:
        raise TooLarge(
            _("The file is larger than %(most)d MB. Split it, and send the parts.") % {"most": LARGEST >> 20}
        )
    return read(reading.read_file(path, report), report, taken_as)


@sensitive_variables()
def read(table: reading.Table, report: ShowReport, taken_as: Mapping[str, str]) -> tuple[Person, ...]:
    """Rows that cannot be read are named in the report, and columns that are left out. Raises NotImportable."""
    if len(table.rows) > MOST:
        raise TooLarge(_("The file has more than %(most)d rows. Split it, and send the parts.") % {"most": MOST})
    known = _known(table.columns, taken_as)
    twice = [field for field, many in Counter(known.values()).items() if many > 1]
    if "email" not in known.values() or twice:
        raise UnknownLayout(_("It must have one column with e-mail addresses, and no other field in two columns."))
    report.columns = table.columns
    report.layout = ", ".join(str(label) for field, label in FIELDS if field in known.values())
    for place, column in enumerate(table.columns):
        if column not in known and (cells := sum(bool(row.get(column)) for row in table.rows)):
            report.leave(column, cells)
            report.open.append(place)
        elif known.get(column) and str(place) in taken_as:
            report.open.append(place)
    return _people(table, known, report)


def _known(columns: tuple[str, ...], taken_as: Mapping[str, str]) -> dict[str, str]:
    """Column → field. What was said of a column goes before what its name says."""
    fields = {field for field, _label in FIELDS}
    named = {column: field for column in columns if (field := NAMES.get(_plain(column)))}
    said = {
        columns[int(place)]: field
        for place, field in taken_as.items()
        if place.isdecimal() and int(place) < len(columns) and field in fields
    }
    return {column: field for column, field in named.items() if field not in said.values()} | said


@sensitive_variables()
def _people(table: reading.Table, known: Mapping[str, str], report: ShowReport) -> tuple[Person, ...]:
    people: dict[str, Person] = {}
    for row in table.rows:
        cells = {field: _told(row, column, report) for column, field in known.items()}
        try:
            person = _person(cells, row.number)
        except ValidationError as trouble:
            report.lost(row.number, " ".join(trouble.messages))
            continue
        if person.email.casefold() in people:
            report.lost(row.number, _("The same address stands in a row above; this one was left out."))
        else:
            people[person.email.casefold()] = person
    return tuple(people.values())


@sensitive_variables()
def _told(row: reading.Row, column: str, report: ShowReport) -> str:
    """The cell, without what keeps a spreadsheet from running it; nothing of one that a spreadsheet would run."""
    cell = row.get(column)
    if _FORMULA.match(cell):
        words = _("The cell looks like a formula; it was left out.")
        report.note(words, row=row.number, column=column, weight=Weight.CHANGED)
        return ""
    return unguarded(cell).strip()


@sensitive_variables()
def _person(cells: Mapping[str, str], row: int) -> Person:
    """Raises ValidationError with a sentence that says nothing of the cell."""
    for cell in cells.values():
        legible.line(cell)
        if len(cell) > LONGEST:
            raise ValidationError(_("A cell is too long."))
        if "\ufffd" in cell:
            raise ValidationError(_("Some signs of a cell could not be read. Save the file as CSV (UTF-8)."))
    email = cells.get("email", "")
    try:
        validate_email(email)
        legible.email(email)
    except ValidationError:
        raise ValidationError(_("There is no e-mail address that mails can reach.")) from None
    name = cells.get("name") or " ".join(filter(None, (cells.get("first"), cells.get("last"))))
    news, kinds = word(cells.get("news", ""))
    return Person(
        email=email,
        name=name[:LONGEST],
        country=_country(cells.get("country", "")),
        organization=cells.get("organization", ""),
        position=cells.get("position", ""),
        news=news,
        row=row,
        kinds=kinds,
    )


def word(cell: str) -> tuple[Word, tuple[str, ...]]:
    """Yes, no, nothing, or kinds of news by name. Blank says nothing; what is none of these somebody has to look at."""
    said = cell.casefold()
    if not said:
        return Word.NOTHING, ()
    if said in _NO:
        return Word.NO, ()
    kinds = tuple(FIRST if part in _YES else wishes.named(part) for part in re.split(r"\s*[,;/|+&]\s*", said) if part)
    if not all(kinds) or not kinds:
        raise ValidationError(
            _("What they said to news is neither yes nor no nor a kind of news; please write one of them, or nothing.")
        )
    once = tuple(dict.fromkeys(kinds))
    return Word.YES, () if once == (FIRST,) else once


def _country(cell: str) -> str:
    """A code, or a country's name in the language that is spoken. Raises ValidationError."""
    if not cell:
        return ""
    if cell.upper() in postal.known_countries():
        return cell.upper()
    named = {name.casefold(): code for code, name in postal.country_choices()}
    if cell.casefold() not in named:
        raise ValidationError(_("The country is none we know; please write its code, such as US."))
    return named[cell.casefold()]


def _plain(column: str) -> str:
    return " ".join(column.replace("_", " ").casefold().split())
