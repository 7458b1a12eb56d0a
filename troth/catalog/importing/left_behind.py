"""Columns the shop has no place for: never dropped silently."""

from __future__ import annotations

from collections.abc import Iterator

from .about import is_address
from .layout import Layout, Understood
from .reading import Table
from .report import LeftBehind

_EXAMPLE = 80
# What exports write into a column that nobody ever filled.
_EMPTY_WORDS = frozenset(("", "false", "0"))


def left_behind(table: Table, layout: Layout, understood: Understood) -> Iterator[LeftBehind]:
    """Each column that is not read and says something, with the number of cells that do."""
    for column in table.columns:
        if column in understood.read:
            continue
        silent = layout.silent.get(column.casefold(), _EMPTY_WORDS)
        count, example = 0, ""
        for row in table.rows:
            cell = row.get(column)
            if cell and cell.casefold() not in silent:
                count += 1
                example = example or ("" if is_address(cell) else cell[:_EXAMPLE])
        if count:
            yield LeftBehind(column, count, example)
