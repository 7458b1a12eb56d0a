"""A table of figures as a value: pages show it, files carry it, and a drawing can be made of its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from troth.catalog.money import Money

NOTHING = "\N{EN DASH}"
MOST_ON_A_PHONE = 4  # columns


class Page(str):
    """A page of the shop in words. `about`: its address, where there are figures of it alone."""

    about: str

    def __new__(cls, words: str, about: str) -> Page:
        made = super().__new__(cls, words)
        made.about = about
        return made


type Value = str | int | Decimal | Money | date | None


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` are headings; the first names the row, the others are told at the end of the line where numbers stand.

    `foot`: the last row, of sums. None in a cell: not to be told, or nothing there.
    `open_rows`: a page says once how many rows have no figure at all, in place of showing them.
    """

    title: str
    columns: tuple[str | Promise, ...]
    rows: tuple[tuple[Value, ...], ...]
    foot: tuple[Value, ...] = ()
    note: str = ""
    open_rows: bool = False

    @property
    def lines(self) -> list[list[Shown]]:
        return [self._line(row) for row in self.rows]

    @property
    def last_line(self) -> list[Shown]:
        return self._line(self.foot)

    @property
    def heads(self) -> list[tuple[str, bool]]:
        """Each heading, and whether its column has numbers."""
        rows = self.rows or ((self.foot,) if self.foot else ())
        numbers = [any(_is_number(row[place]) for row in rows) for place in range(len(rows[0]) if rows else 0)]
        return [*zip(map(str, self.columns), numbers or [False] * len(self.columns), strict=True)]

    @property
    def is_broad(self) -> bool:
        """Too many columns for a phone: there each row is a card."""
        return len(self.columns) > MOST_ON_A_PHONE

    def _line(self, row: Sequence[Value]) -> list[Shown]:
        return [
            Shown(words(value), str(head), _is_number(value), value.about if isinstance(value, Page) else "")
            for head, value in zip(self.columns, row, strict=False)
        ]


@dataclass(frozen=True, slots=True)
class Shown:
    words: str
    head: str
    is_number: bool
    about: str = ""


def words(value: Value) -> str:
    """As a page says it."""
    match value:
        case None:
            return NOTHING
        case Money():
            return value.text
        case date():
            return formats.date_format(value, _("j M Y"))
        case int() | Decimal():
            return formats.number_format(value, use_l10n=True, force_grouping=True)
        case _:
            return str(value)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | Decimal | Money)
