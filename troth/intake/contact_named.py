"""Somebody's row, with what stands in columns that somebody named: what a layout's own columns leave open."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from troth.catalog.importing.reading import Row

from . import cells, contact_cells
from .columns import Columns, left
from .contact import Contact, Word
from .report import IntakeReport


def name(row: Row, columns: Columns, report: IntakeReport) -> str:
    """From the two columns of both systems, or from one that somebody said to hold the whole."""
    own = cells.person_name(columns.cell(row, "first name"), columns.cell(row, "last name"))
    kept = own
    for column, cell in columns.added(row, report, "name.name"):
        found = cells.person_name(cell, "")
        if kept and found != kept:
            left(report, row, column)
        kept = kept or found
    return kept


def noted(contact: Contact, row: Row, columns: Columns, report: IntakeReport, **own: str) -> Contact:
    """With what the earlier shop noted: in columns of the layout's `own`, or in what somebody named."""

    def text(about: str) -> str:
        return columns.told(row, report, f"provenance.{about}", *filter(None, [own.get(about)]))

    def moment(about: str) -> datetime | None:
        return contact_cells.moment(row, columns, f"provenance.{about}", own.get(about, ""), report)

    def no(about: str) -> Word:
        return contact_cells.no(row, columns, f"provenance.{about}", report)

    return replace(
        contact,
        organization_country=contact_cells.country(row, columns, "residence.organization_country", report),
        reference=cells.code(text("reference")),
        origin=cells.clean(text("origin"), 80),
        since=moment("since"),
        last_activity=moment("last_activity"),
        by_mail=contact.by_mail.stronger(no("news_by_mail")),
        by_text=contact.by_text.stronger(no("news_by_text")),
    )


def filled(told: dict[str, str], row: Row, columns: Columns, report: IntakeReport) -> dict[str, str]:
    """What an address leaves open, from columns that somebody said to hold it."""
    whole = {part: text.strip() for part, text in told.items()}
    for part in whole:
        for column, cell in columns.added(row, report, f"address.{part}"):
            if whole[part] and cell != whole[part]:
                left(report, row, column)
            whole[part] = whole[part] or cell
    return whole
