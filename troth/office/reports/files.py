"""Figures as files for a spreadsheet. No cell of theirs is run as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from troth.catalog.exporting.guard import guarded, guarded_throughout
from troth.catalog.money import Money

from .tables import Table, Value

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\]")  # of sheets: ECMA-376, and what Excel refuses
_NO_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def as_csv(tables: Sequence[Table]) -> bytes:
    """UTF-8 with the mark that makes spreadsheets read it as such; several tables have an empty line between them."""
    file = io.StringIO()
    out = csv.writer(file)
    for place, table in enumerate(tables):
        if place:
            out.writerow([])
        if len(tables) > 1:
            out.writerow([guarded_throughout(table.title)])
        out.writerows([_plain(value) for value in row] for row in _rows(table))
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(tables: Sequence[Table]) -> bytes:
    """A sheet for each table, written row by row."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for place, table in enumerate(tables, 1):
        sheet = book.create_sheet(_name(table.title, place))
        sheet.freeze_panes = "A2"
        for row in _rows(table):
            sheet.append([_cell(sheet, value) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _rows(table: Table) -> Iterator[Sequence[Value]]:
    """Amounts stand as numbers, so their currency goes into the heading."""
    currencies = [
        {row[place].currency for row in table.rows if place < len(row) and isinstance(row[place], Money)}  # type: ignore[union-attr]
        for place in range(len(table.columns))
    ]
    yield [
        f"{head} ({next(iter(codes))})" if len(codes) == 1 else str(head)
        for head, codes in zip(table.columns, currencies, strict=True)
    ]
    yield from table.rows
    if table.foot:
        yield table.foot


def _plain(value: Value) -> str:
    match value:
        case None:
            return ""
        case Money():
            return value.plain
        case date():
            return value.isoformat()
        case str():
            return guarded_throughout(value)
        case _:
            return str(value)


def _cell(sheet: Any, value: Value) -> Any:
    """A text is a text whatever it begins with: the cell's type says so, and openpyxl is not left to guess."""
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return _number(sheet, value) if isinstance(value, Money) else value
    cell = WriteOnlyCell(sheet)
    cell.value = _NO_XML.sub(" ", guarded(value))
    cell.data_type = "s"
    return cell


def _number(sheet: Any, money: Money) -> Any:
    from openpyxl.cell import WriteOnlyCell

    amount = Decimal(money.plain)
    cell = WriteOnlyCell(sheet, value=amount)
    places = -int(amount.as_tuple().exponent)
    cell.number_format = "#,##0" + ("." + "0" * places if places else "")
    return cell


def _name(title: str, place: int) -> str:
    return f"{place} {_NOT_IN_NAMES.sub(' ', title)}"[:31]
