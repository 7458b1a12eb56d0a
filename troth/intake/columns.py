"""What a file calls its columns, how it writes its dates, and what somebody said that further columns are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from troth.catalog.importing.reading import Row
from troth.catalog.importing.report import Weight

from . import sensitive
from .dates import Dates
from .report import IntakeReport


@dataclass(frozen=True, slots=True)
class Columns:
    """The names in a file by their small spelling; what is asked for is what is read.

    `said`: a field of the policy ("address.locality") → columns of the file that somebody said it stands in.
    """

    names: Mapping[str, str]
    dates: Dates = field(default_factory=Dates)
    said: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, columns: Sequence[str], dates: Dates | None = None, said: Mapping[str, Sequence[str]] | None = None
    ) -> Columns:
        return cls({column.casefold(): column for column in columns}, dates or Dates(), said or {})

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def cell(self, row: Row, *names: str) -> str:
        """The first of these columns that says something in this row."""
        return next((text for name in names if (text := row.get(self.names.get(name, "")))), "")

    def told(self, row: Row, report: IntakeReport, about: str, *names: str) -> str:
        """The same, and after the layout's own columns those that somebody said to hold this field.

        What cannot be kept of those is named.
        """
        found = self.cell(row, *names)
        for column, text in self.added(row, report, about):
            if found and text != found:
                left(report, row, column)
            found = found or text
        return found

    def added(self, row: Row, report: IntakeReport, about: str) -> Iterator[tuple[str, str]]:
        """(column, cell) of those that somebody said to hold this field and that say something in this row."""
        for column in self.said.get(about, ()):
            text = row.get(column)
            if text and (what := sensitive.in_cell(text)):
                words = _("This looks like %(what)s; the shop takes none in, and it was left out.") % {"what": what}
                report.note(words, row=row.number, column=column, weight=Weight.CHANGED)
            elif text:
                yield column, text


def left(report: IntakeReport, row: Row, column: str) -> None:
    """Something else was there before."""
    words = _("Another column says something else here already; this one was left out.")
    report.note(words, row=row.number, column=column, weight=Weight.CHANGED)
