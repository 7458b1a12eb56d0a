"""The cells of somebody's row. What cannot be read is left out, and named in the report by row and column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from troth.catalog.importing.reading import Row
from troth.catalog.importing.report import Weight

from . import cells
from .columns import Columns
from .contact import Address, Word
from .report import IntakeReport

SAYS_NOTHING: Final = frozenset({"never subscribed", "not set", "n/a", "-"})


def emails(row: Row, columns: Columns, names: Sequence[str], report: IntakeReport) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for name in names:
        cell = columns.cell(row, name)
        read = cells.email(cell)
        if read:
            found.setdefault(read.lower(), read)
        elif cell:
            _unread(report, row, columns, name, _("This is no e-mail address; it was left out."))
    return tuple(found.values())


def telephone(row: Row, columns: Columns, names: Sequence[str], country: str, report: IntakeReport) -> str:
    """The first that can be rung; the shop keeps one."""
    kept = ""
    for name in names:
        cell = columns.cell(row, name)
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
    kept = []
    for each in told:
        fitted = cells.address(each)
        if fitted and fitted not in kept:
            kept.append(fitted)
        elif not fitted and (each["street_address"].strip() or each["locality"]):
            words = _("An address without a country we know, or without a street and town; it was left out.")
            report.note(words, row=row.number, weight=Weight.CHANGED)
    return tuple(kept)


def moment(row: Row, columns: Columns, name: str, report: IntakeReport) -> datetime | None:
    cell = columns.cell(row, name)
    found = columns.dates.moment(cell)
    if cell and found is None:
        _unread(report, row, columns, name, _("This is no date we can read; it was left out."))
    return found


def word(row: Row, columns: Columns, name: str, read: Callable[[str], Word], report: IntakeReport) -> Word:
    """A word nobody knows is no consent, and no refusal either: it is named, so that somebody can look."""
    cell = columns.cell(row, name)
    found = read(cell)
    if cell and found is Word.NONE and " ".join(cell.casefold().split()) not in SAYS_NOTHING:
        _unread(report, row, columns, name, _("A word about news that we do not know; nothing was made of it."))
    return found


def _unread(report: IntakeReport, row: Row, columns: Columns, name: str, words: str) -> None:
    report.note(words, row=row.number, column=columns.names.get(name, name), weight=Weight.CHANGED)
