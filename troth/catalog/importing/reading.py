"""From bytes somebody sent to a table: encoding, delimiter, quotes, limits.

Trusts nothing: a file may be cut off, from Excel, enormous, or no table at all.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from .errors import NotATable, TooLarge
from .report import Report, Weight

MOST_BYTES = 64 * 1024 * 1024  # four times what the largest of the former shops writes
MOST_ROWS = 250_000
MOST_COLUMNS = 600
LONGEST_CELL = 1024 * 1024
DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `number` as a spreadsheet shows it if every cell is on one line; cells by header, stripped."""

    number: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` as they are written in the file, in its order; rows without any content are left out."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_file(path: Path, report: Report) -> Table:
    """The table in a file. Raises NotImportable (and OSError if it cannot be opened)."""
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    return read(content, report)


def read(content: bytes, report: Report) -> Table:
    """The table in some bytes; what was odd about them is noted in the report. Raises NotImportable."""
    if len(content) > MOST_BYTES:
        raise TooLarge(
            _("The file is larger than %(most)d MB. Split it, then import the parts one after the other.")
            % {"most": MOST_BYTES // 1024 // 1024}
        )
    text = _decoded(content, report)
    if "\0" in text:
        report.note(_("The file contains zero bytes; they were left out."))
        text = text.replace("\0", "")
    report.delimiter = _delimiter(text)
    lines = _lines(text, report)
    header = next(lines, None)
    if header is None:
        raise NotATable(_("The file is empty."))
    columns = _columns(header[1], report)
    rows = tuple(_rows(lines, columns, report))
    report.rows = len(rows)
    return Table(columns, rows)


def _decoded(content: bytes, report: Report) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _decode(content, encoding, report)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        report.note(_("The file is not UTF-8; it was read as Windows-1252, as Excel writes it. Look at the accents."))
        return _decode(content, "windows-1252", report)
    report.encoding = "utf-8"
    return text


def _decode(content: bytes, encoding: str, report: Report) -> str:
    report.encoding = encoding
    text = content.decode(encoding, errors="replace")
    if "\ufffd" in text:
        report.note(_("Some characters could not be read and became “\ufffd”."), weight=Weight.CHANGED)
    return text.removeprefix("\ufeff")


def _delimiter(text: str) -> str:
    """The one that cuts the first line into the most columns; a comma if none does."""
    first = text.lstrip("\r\n").split("\n", 1)[0][: 64 * 1024]
    return max(DELIMITERS, key=lambda mark: (first.count(mark), mark == ","))


def _lines(text: str, report: Report) -> Iterator[tuple[int, list[str]]]:
    """(number, cells) of each line. Where quotes do not balance, says so and reads on as well as can be."""
    strict = _parse(text, report.delimiter, strict=True)
    done = 0
    try:
        for done, cells in strict:
            yield done, cells
        return
    except csv.Error as error:
        if "field larger" in str(error):
            raise TooLarge(_("Row %(row)d has a cell of more than a million characters.") % {"row": done + 1}) from None
        report.note(
            _("From this row on the quotation marks do not balance; rows may have been read wrongly."),
            row=done + 1,
            weight=Weight.CHANGED,
        )
    try:
        for number, cells in _parse(text, report.delimiter, strict=False):
            if number > done:
                yield number, cells
    except csv.Error:
        raise TooLarge(_("A cell has more than a million characters.")) from None


def _parse(text: str, delimiter: str, *, strict: bool) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LONGEST_CELL)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    for number, cells in enumerate(lines, 1):
        if number > MOST_ROWS:
            raise TooLarge(_("The file has more than %(most)d rows.") % {"most": MOST_ROWS})
        if len(cells) > MOST_COLUMNS:
            raise TooLarge(_("Row %(row)d has more than %(most)d columns.") % {"row": number, "most": MOST_COLUMNS})
        yield number, cells


def _columns(header: list[str], report: Report) -> tuple[str, ...]:
    """Names of the columns, made unique: an unnamed or repeated one gets its place as a name."""
    columns: list[str] = []
    for place, name in enumerate(header, 1):
        name = " ".join(name.split())
        if not name:
            name = _("column %(place)d") % {"place": place}
        elif name.casefold() in (other.casefold() for other in columns):
            report.note(_("The column occurs twice; the first one counts."), column=name, weight=Weight.CHANGED)
            name = _("%(name)s (column %(place)d)") % {"name": name, "place": place}
        columns.append(name)
    while columns and columns[-1] == _("column %(place)d") % {"place": len(columns)}:
        columns.pop()  # a spreadsheet's empty columns at the end
    if not columns:
        raise NotATable(_("The first row is empty; it should name the columns."))
    return tuple(columns)


def _rows(lines: Iterator[tuple[int, list[str]]], columns: tuple[str, ...], report: Report) -> Iterator[Row]:
    for number, cells in lines:
        stripped = [cell.strip() for cell in cells]
        if not any(stripped):
            continue
        beyond = [cell for cell in stripped[len(columns) :] if cell]
        if beyond:
            report.note(
                _("The row has %(count)d cells more than the table has columns; they were left out.")
                % {"count": len(beyond)},
                row=number,
                weight=Weight.CHANGED,
            )
        filled = stripped[: len(columns)] + [""] * (len(columns) - len(stripped))
        yield Row(number, dict(zip(columns, filled, strict=True)))
