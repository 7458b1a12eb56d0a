"""The rows of one order: what the order says once may stand in any of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from troth.catalog.importing.reading import Row
from troth.catalog.importing.report import Weight

from .columns import Columns, left
from .order_layouts import Names, OrderLayout
from .report import IntakeReport


@dataclass(frozen=True, slots=True)
class OrderRows:
    number: str
    rows: Sequence[Row]
    columns: Columns
    layout: OrderLayout
    report: IntakeReport

    @property
    def names(self) -> Names:
        return self.layout.names

    def said(self, *names: str) -> str:
        return next((text for name in names if name for row in self.rows if (text := self.columns.cell(row, name))), "")

    def heard(self, about: str, *names: str) -> str:
        """The same, and after the layout's own columns those that somebody said to hold this field."""
        found = self.said(*names)
        if about not in self.columns.said:
            return found
        for row in self.rows:
            for column, text in self.columns.added(row, self.report, about):
                if found and text != found:
                    left(self.report, row, column)
                found = found or text
        return found

    def column(self, name: str) -> str:
        """As it is written in the file."""
        return self.columns.names.get(name, name)

    def changed(self, words: str, name: str = "", row: int = 0) -> None:
        """Name what was left out or understood in our way, at the first row of the order if no other is given."""
        column = self.column(name) if name else ""
        self.report.note(words, row=row or self.rows[0].number, column=column, weight=Weight.CHANGED)
