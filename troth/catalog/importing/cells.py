"""Reading single cells, and saying in the report what could not be read.

Every reader takes the report and the row, and returns None for a cell that says nothing it can use.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils.translation import gettext as _

from troth.catalog.money import NotAnAmount, minor_units

from .reading import Row
from .report import Report, Weight

LARGEST_STOCK = 1_000_000_000
HEAVIEST = 100_000_000  # grams
_TRUE = frozenset(("true", "yes", "1", "wahr", "vrai", "ja", "oui", "verdadero"))
_FALSE = frozenset(("false", "no", "0", "falsch", "faux", "nein", "non", "falso"))
# What a spreadsheet would run: a leading =, @, tab, or a sign before something that is no number and no dash.
_FORMULA = re.compile(r"^(?:[=@\t\r]|[+-](?=[A-Za-z(])[^ ]*[(|!])")
# The apostrophe that spreadsheets and our own export put before them, and before others like it (see export_cells).
_GUARDED = re.compile(r"^'(?='*[=+@\-\d\uff1d\uff0b\uff0d\uff20])")


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from reading it as a formula or a number."""
    return _GUARDED.sub("", cell)


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one row by our words, with the column each came from."""

    row: Row
    columns: Mapping[str, str]  # our word → column of the file
    report: Report

    @property
    def number(self) -> int:
        return self.row.number

    def has(self, word: str) -> bool:
        """Whether the file has a column for this."""
        return word in self.columns

    def text(self, word: str, longest: int = 0) -> str:
        """The cell, without the apostrophe a spreadsheet puts before numbers; cut to `longest` characters."""
        column = self.columns.get(word)
        if column is None or not self.row.get(column):
            return ""
        cell = unguarded(self.row.get(column))
        if _FORMULA.match(cell):
            self.say(word, _("Looks like a spreadsheet formula; kept as plain text."), Weight.NOTED)
        if longest and len(cell) > longest:
            self.say(word, _("Longer than %(most)d characters; the rest was cut off.") % {"most": longest})
            cell = cell[:longest].rstrip()
        return cell

    def raw(self, word: str) -> str:
        """The cell as it is, for a quick look at whether it says anything."""
        column = self.columns.get(word)
        return "" if column is None else self.row.get(column)

    def lose(self, words: str, word: str = "") -> None:
        """Say that this row is not in the shop, and why."""
        self.say(word, words, Weight.LOST)

    def say(self, word: str, words: str, weight: Weight = Weight.CHANGED) -> None:
        self.report.note(words, row=self.number, column=self.columns.get(word, ""), weight=weight)

    def yes(self, word: str) -> bool | None:
        cell = self.text(word).casefold()
        if cell in _TRUE:
            return True
        if cell in _FALSE:
            return False
        if cell:
            self.say(word, _("“%(cell)s” is neither true nor false; left out.") % {"cell": cell[:40]})
        return None

    def amount(self, word: str, currency: str) -> int | None:
        """An amount of money in minor units."""
        cell = self.text(word)
        if not cell:
            return None
        try:
            return minor_units(cell, currency)
        except NotAnAmount as error:
            self.say(word, str(error))
            return None

    def whole(self, word: str, most: int) -> int | None:
        """A whole number; "3.0" is one, halves are rounded up."""
        number = self.number_of(word, most)
        return None if number is None else int(number.to_integral_value(ROUND_HALF_UP))

    def number_of(self, word: str, most: int) -> Decimal | None:
        """A number between -most and most, with "." or "," before its decimals."""
        cell = self.text(word)
        if not cell:
            return None
        try:
            if len(cell) > 30 or not cell.isascii():
                raise InvalidOperation
            number = Decimal(cell.replace(",", "."))
            if not number.is_finite() or abs(number) > most:
                raise InvalidOperation
        except InvalidOperation:
            self.say(word, _("“%(cell)s” is not a number we can use; left out.") % {"cell": cell[:40]})
            return None
        return number
