"""The cells of somebody's row. What cannot be read is left out, and named in the report by row and column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from troth.catalog.importing.reading import Row
from troth.catalog.importing.report import Weight

from . import cells
from .columns import Columns, left
from .contact import Address, Word
from .report import IntakeReport

_NO: Final = dict.fromkeys(("unsubscribed", "optedout", "optout", "abgemeldet", "widerrufen"), Word.NO) | dict.fromkeys(
    ("no", "false", "n", "0", "nein"), Word.UNCLEAR_NO
)
_SAYS_WHERE: Final = ("street_address", "locality", "region", "postcode")
SAYS_NOTHING: Final = frozenset({"never subscribed", "not set", "n/a", "-"})


def emails(row: Row, columns: Columns, names: Sequence[str], report: IntakeReport) -> tuple[str, ...]:
    found: dict[str, str] = {}
    own = ((name, columns.cell(row, name)) for name in names)
    for name, cell in (*own, *columns.added(row, report, "email.email")):
        read, all_read = cells.emails(cell)
        for each in read:
            found.setdefault(each.lower(), each)
        if not all_read:
            _unread(report, row, columns, name, _("This is no e-mail address; it was left out."))
    return tuple(found.values())


def telephone(row: Row, columns: Columns, names: Sequence[str], country: str, report: IntakeReport) -> str:
    """The first that can be rung; the shop keeps one."""
    kept = ""
    own = ((name, columns.cell(row, name)) for name in names)
    for name, cell in (*own, *columns.added(row, report, "telephone.telephone")):
        read = cells.telephone(cell, country) if cell else ""
        if cell and not read:
            _unread(report, row, columns, name, _("This is no telephone number; it was left out."))
        elif read and kept and read != kept:
            _unread(
                report, row, columns, name, _("The shop keeps one telephone number of a person; this one was left out.")
            )
        kept = kept or read
    return kept


def addresses(row: Row, told: Sequence[dict[str, str]], report: IntakeReport) -> tuple[Address, ...]:
    kept: list[Address] = []
    for each in told:
        fitted = cells.address(each)
        if fitted and fitted not in kept:
            kept.append(fitted)
        elif not fitted and any(each[part].strip() for part in _SAYS_WHERE):
            words = _("An address without a country we know, or without a street and town; it was left out.")
            report.note(words, row=row.number, weight=Weight.CHANGED)
    if not kept and any(each["organization"] for each in told):
        words = _("An organization is kept with an address only; there is none, and it was left out.")
        report.note(words, row=row.number, weight=Weight.CHANGED)
    return tuple(kept)


def moment(row: Row, columns: Columns, about: str, name: str, report: IntakeReport) -> datetime | None:
    """In the layout's own column, "" for none, or in one that somebody said to hold this field."""
    kept = None
    own = ((name, columns.cell(row, name)),) if name else ()
    for column, cell in (*own, *columns.added(row, report, about)):
        found = columns.dates.moment(cell)
        if cell and found is None:
            _unread(report, row, columns, column, _("This is no date we can read; it was left out."))
        elif kept and found and found != kept:
            left(report, row, column)
        kept = kept or found
    return kept


def country(row: Row, columns: Columns, about: str, report: IntakeReport) -> str:
    """Of a column that somebody said to hold one."""
    kept = ""
    for column, cell in columns.added(row, report, about):
        found = cells.country(cell)
        if not found:
            _unread(report, row, columns, column, _("This is no country we know; it was left out."))
        elif kept and found != kept:
            left(report, row, column)
        kept = kept or found
    return kept


def word(row: Row, columns: Columns, name: str, read: Callable[[str], Word], report: IntakeReport) -> Word:
    """A word nobody knows is no consent, and no refusal either: it is named, so that somebody can look."""
    cell = columns.cell(row, name)
    found = read(cell)
    if cell and found is Word.NONE and " ".join(cell.casefold().split()) not in SAYS_NOTHING:
        _unread(report, row, columns, name, _("A word about news that we do not know; nothing was made of it."))
    return found


def agreed(cell: str) -> Word:
    """Shopify's "no" is also what an unsubscribed customer has, so it never may become a yes by silence."""
    said = cell.casefold()
    return Word.YES if said in ("yes", "true") else Word.UNCLEAR_NO if said in ("no", "false") else Word.NONE


def no(row: Row, columns: Columns, about: str, report: IntakeReport) -> Word:
    """Of columns that somebody said to hold words about news, a no counts. A yes counts only where its own system wrote it."""
    found = Word.NONE
    for column, cell in columns.added(row, report, about):
        said = "".join(sign for sign in cell.casefold() if sign.isalnum())
        if said in _NO:
            found = found.stronger(_NO[said])
        elif " ".join(cell.casefold().split()) not in SAYS_NOTHING:
            words = _("Of a column that was named by hand only a no counts; nothing was made of this word.")
            _unread(report, row, columns, column, words)
    return found


def _unread(report: IntakeReport, row: Row, columns: Columns, name: str, words: str) -> None:
    report.note(words, row=row.number, column=columns.names.get(name, name), weight=Weight.CHANGED)
