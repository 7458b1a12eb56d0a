"""From bytes somebody sent to a table: encoding, delimiter, quotes, limits.

Trusts nothing: a file may be cut off, from Excel, enormous, or no table at all. It is read as a stream, so that what is
held is the cells and never the whole text beside them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Final
from unicodedata import category

from django.utils.translation import gettext as _

from . import opening
from .encoding import encoding_of
from .errors import NotATable, TooLarge
from .report import Report, Weight

MOST_ROWS: Final = 250_000
MOST_COLUMNS: Final = 600
MOST_CELLS: Final = 4_000_000  # about 300 MB at the worst; 20,000 rows of the widest layout are 1.2 million
LONGEST_CELL: Final = 1024 * 1024
LONGEST_LINE: Final = 4 * LONGEST_CELL
DELIMITERS: Final = (",", ";", "\t", "|")
_COMMENTS: Final = ("# ", '"# ')


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `number` as a spreadsheet shows it if every cell is on one line; cells by header, stripped.

    `cells` ends with the last one that says something; `places` is shared by all rows of a table.
    """

    number: int
    cells: tuple[str, ...]
    places: Mapping[str, int]

    def get(self, column: str) -> str:
        place = self.places.get(column)
        return self.cells[place] if place is not None and place < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` as they are written in the file, in its order; rows without any content are left out."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_file(path: Path, report: Report) -> Table:
    """The table in a file. Raises NotImportable (and OSError if it cannot be opened)."""
    with path.open("rb") as file:
        return read_stream(file, report)


def read(content: bytes, report: Report) -> Table:
    """The table in some bytes; what was odd about them is noted in the report. Raises NotImportable."""
    return read_stream(io.BytesIO(content), report)


def read_stream(file: IO[bytes], report: Report) -> Table:
    """The table in an open, seekable file."""
    with _Lines(opening.opened(file), report) as lines:
        columns = lines.columns()
        rows = tuple(lines.rows(columns))
    report.rows = len(rows)
    return Table(columns, rows)


def columns_of(path: Path) -> tuple[str, ...]:
    """Only the header of a file: enough to tell what it is. Raises NotImportable and OSError."""
    with path.open("rb") as file, _Lines(opening.opened(file), Report(path.name)) as lines:
        return lines.columns()


def head_of(path: Path, most: int) -> Table:
    """The header and the first rows. Raises NotImportable and OSError."""
    with path.open("rb") as file, _Lines(opening.opened(file), Report(path.name)) as lines:
        columns = lines.columns()
        return Table(columns, tuple(islice(lines.rows(columns), most)))


class _Lines:
    """The lines of one file, from its header on."""

    def __init__(self, file: IO[bytes], report: Report) -> None:
        self.file, self.report = file, report
        self.encoding = encoding_of(file, report)
        self.zeros = self.unreadable = False
        report.delimiter = self.delimiter = self._delimiter()
        self.lines = self._balanced()

    def __enter__(self) -> _Lines:
        return self

    def __exit__(self, *error: object) -> None:
        self.lines.close()
        if self.zeros:
            self.report.note(_("The file contains zero bytes; they were left out."))
        if self.unreadable:
            self.report.note(_("Some characters could not be read and became “\ufffd”."), weight=Weight.CHANGED)

    def columns(self) -> tuple[str, ...]:
        """The header: the first line that says something and is no comment (Meta's files begin with one)."""
        for _number, cells in self.lines:
            if any(cell.strip() for cell in cells) and not cells[0].startswith(_COMMENTS[0]):
                return _columns(cells, self.report)
        raise NotATable(_("The file is empty."))

    def rows(self, columns: tuple[str, ...]) -> Iterator[Row]:
        places = {column: place for place, column in enumerate(columns)}
        held = 0
        for number, cells in self.lines:
            stripped = [cell.strip() for cell in cells]
            while stripped and not stripped[-1]:
                stripped.pop()
            if not stripped:
                continue
            self._beyond(number, stripped[len(columns) :])
            row = Row(number, tuple(stripped[: len(columns)]), places)
            held += len(row.cells)
            if held > MOST_CELLS:
                raise TooLarge(
                    _("The file has more than %(most)d cells. Split it, then import the parts one after the other.")
                    % {"most": MOST_CELLS}
                )
            yield row

    def _beyond(self, number: int, cells: list[str]) -> None:
        said = sum(1 for cell in cells if cell)
        if said:
            words = _("The row has %(count)d cells more than the table has columns; they were left out.")
            self.report.note(words % {"count": said}, row=number, weight=Weight.CHANGED)

    def _delimiter(self) -> str:
        """The one that cuts the first line into the most columns; a comma if none does."""
        lines = (line for line in self._text() if line.strip() and not line.startswith(_COMMENTS))
        first = next(lines, "")[: 64 * 1024]
        return max(DELIMITERS, key=lambda mark: (first.count(mark), mark == ","))

    def _text(self) -> Iterator[str]:
        self.file.seek(0)
        text = io.TextIOWrapper(self.file, self.encoding, errors="replace", newline="")
        try:
            while line := text.readline(LONGEST_LINE + 1):
                if len(line) > LONGEST_LINE:
                    raise TooLarge(_("A line has more than %(most)d characters.") % {"most": LONGEST_LINE})
                if "\0" in line:
                    self.zeros = True
                    line = line.replace("\0", "")
                if "\ufffd" in line:
                    self.unreadable = True
                yield line
        finally:
            text.detach()  # the file is the caller's to close

    def _balanced(self) -> Generator[tuple[int, list[str]]]:
        """(number, cells) of each line. Where quotes do not balance, says so and reads on as well as can be."""
        done = 0
        try:
            for done, cells in self._parsed(strict=True):
                yield done, cells
            return
        except csv.Error as error:
            if "field larger" in str(error):
                words = _("Row %(row)d has a cell of more than a million characters.")
                raise TooLarge(words % {"row": done + 1}) from None
            self.report.note(
                _("From this row on the quotation marks do not balance; rows may have been read wrongly."),
                row=done + 1,
                weight=Weight.CHANGED,
            )
        try:
            for number, cells in self._parsed(strict=False):
                if number > done:
                    yield number, cells
        except csv.Error:
            raise TooLarge(_("A cell has more than a million characters.")) from None

    def _parsed(self, *, strict: bool) -> Iterator[tuple[int, list[str]]]:
        csv.field_size_limit(LONGEST_CELL)
        for number, cells in enumerate(csv.reader(self._text(), delimiter=self.delimiter, strict=strict), 1):
            if number > MOST_ROWS:
                raise TooLarge(_("The file has more than %(most)d rows.") % {"most": MOST_ROWS})
            if len(cells) > MOST_COLUMNS:
                raise TooLarge(_("Row %(row)d has more than %(most)d columns.") % {"row": number, "most": MOST_COLUMNS})
            yield number, cells


def _columns(header: list[str], report: Report) -> tuple[str, ...]:
    """Names of the columns, made unique: an unnamed or repeated one gets its place as a name."""
    columns: list[str] = []
    known: set[str] = set()
    if any(category(sign) == "Cc" for name in header for sign in "".join(name.split())):  # as programs have
        raise NotATable(_("This is no table: its first line has signs that no text has. Save it as CSV (UTF-8)."))
    for place, name in enumerate(header, 1):
        name = " ".join(name.split())
        if not name:
            name = _("column %(place)d") % {"place": place}
        elif name.casefold() in known:
            report.note(_("The column occurs twice; the first one counts."), column=name, weight=Weight.CHANGED)
            name = _("%(name)s (column %(place)d)") % {"name": name, "place": place}
        known.add(name.casefold())
        columns.append(name)
    while columns and columns[-1] == _("column %(place)d") % {"place": len(columns)}:
        columns.pop()  # a spreadsheet's empty columns at the end
    return tuple(columns)
