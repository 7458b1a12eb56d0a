"""Columns the shop has no place for: never dropped silently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .layout import Layout
from .reading import Table
from .report import LeftBehind

_EXAMPLE = 80
# What exports write into a column that nobody ever filled.
_EMPTY_WORDS = frozenset(("", "false", "0"))


def left_behind(table: Table, layout: Layout, kept: Sequence[str]) -> Iterator[LeftBehind]:
    """Each column that is not read and says something, with the number of cells that do."""
    first_of_word: set[str] = set()
    for column in table.columns:
        word = layout.words.get(column.casefold())
        if word is not None and word not in first_of_word:
            first_of_word.add(word)
            continue
        if column in kept:
            continue
        silent = layout.silent.get(column.casefold(), _EMPTY_WORDS)
        said = [cell for cell in (row.get(column) for row in table.rows) if cell and cell.casefold() not in silent]
        if said:
            yield LeftBehind(column, len(said), said[0][:_EXAMPLE])
