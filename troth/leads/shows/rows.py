"""A file of people, read: columns by their names in English and German, cells that can be read, and what cannot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from troth.catalog.importing import reading
from troth.catalog.importing.errors import NotImportable
from troth.catalog.importing.report import Report as FileReport
from troth.people import legible, postal

from .person import Person, Word

LARGEST: Final = 1024 * 1024  # bytes
MOST: Final = 5000  # rows
LONGEST: Final = 100  # characters of a cell
NAMES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("email", "e-mail", "email address", "e-mail address", "mail", "e-mail-adresse"), "email"),
    **dict.fromkeys(("name", "full name", "vollständiger name"), "name"),
    **dict.fromkeys(("first name", "given name", "vorname"), "first"),
    **dict.fromkeys(("last name", "surname", "family name", "nachname"), "last"),
    **dict.fromkeys(("country", "land"), "country"),
    **dict.fromkeys(("organization", "organisation", "company", "institution", "firma", "unternehmen"), "organization"),
    **dict.fromkeys(("position", "job title", "role", "funktion", "rolle"), "position"),
    **dict.fromkeys(("news", "newsletter", "consent", "wants news", "neuigkeiten", "einwilligung"), "news"),
}
_YES: Final = frozenset({"yes", "y", "true", "ja", "j"})
_NO: Final = frozenset({"no", "n", "false", "nein"})


class NotAFile(ValueError):
    """A sentence for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Read:
    """`left_out`: columns that no field is declared for. `unread`: (row, why). Nothing of either is kept."""

    people: tuple[Person, ...]
    left_out: tuple[str, ...]
    unread: tuple[tuple[int, str], ...]


@sensitive_variables()
def read(content: bytes) -> Read:
    """Raises NotAFile."""
    if len(content) > LARGEST:
        raise NotAFile(_("The file is too large: a megabyte at most."))
    try:
        table = reading.read(content, FileReport(file=""))
    except NotImportable as trouble:
        raise NotAFile(str(trouble)) from None
    if len(table.rows) > MOST:
        raise NotAFile(_("The file has too many rows: five thousand at most."))
    known = {column: NAMES[_plain(column)] for column in table.columns if _plain(column) in NAMES}
    twice = [field for field, many in Counter(known.values()).items() if many > 1]
    if "email" not in known.values() or twice:
        raise NotAFile(_("It must have one column with e-mail addresses, and no other field in two columns."))
    people, unread = _people(table.rows, known)
    return Read(people, tuple(column for column in table.columns if column not in known), unread)


@sensitive_variables()
def _people(
    rows: Iterable[reading.Row], known: Mapping[str, str]
) -> tuple[tuple[Person, ...], tuple[tuple[int, str], ...]]:
    people: dict[str, Person] = {}
    unread: list[tuple[int, str]] = []
    for row in rows:
        cells = {field: row.get(column).strip() for column, field in known.items()}
        try:
            person = _person(cells, row.number)
        except ValidationError as trouble:
            unread.append((row.number, " ".join(trouble.messages)))
            continue
        if person.email.casefold() in people:
            unread.append((row.number, _("The same address stands in a row above; this one was left out.")))
        else:
            people[person.email.casefold()] = person
    return tuple(people.values()), tuple(unread)


@sensitive_variables()
def _person(cells: Mapping[str, str], row: int) -> Person:
    """Raises ValidationError with a sentence that says nothing of the cell."""
    for cell in cells.values():
        legible.line(cell)
        if len(cell) > LONGEST:
            raise ValidationError(_("A cell is too long."))
    email = cells.get("email", "")
    try:
        validate_email(email)
        legible.email(email)
    except ValidationError:
        raise ValidationError(_("There is no e-mail address that mails can reach.")) from None
    name = cells.get("name") or " ".join(filter(None, (cells.get("first"), cells.get("last"))))
    return Person(
        email=email,
        name=name[:LONGEST],
        country=_country(cells.get("country", "")),
        organization=cells.get("organization", ""),
        position=cells.get("position", ""),
        news=word(cells.get("news", "")),
        row=row,
    )


def word(cell: str) -> Word:
    """Blank says nothing. What is neither yes nor no makes the row one that somebody has to look at."""
    said = cell.casefold()
    if said in _YES:
        return Word.YES
    if said in _NO:
        return Word.NO
    if said:
        raise ValidationError(_("What they said to news is neither yes nor no; please write one of them, or nothing."))
    return Word.NOTHING


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
