"""A table and all that is needed to read it: handed from step to step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .cells import Cells
from .layout import Layout, Understood
from .reading import Table
from .report import Report


@dataclass(frozen=True, slots=True)
class Source:
    """`currency` is that of the prices, where the file does not name one. `classes`: those that the shop's taxes name."""

    table: Table
    layout: Layout
    understood: Understood
    currency: str
    report: Report
    classes: frozenset[str] = frozenset()

    def rows(self) -> Iterator[Cells]:
        for row in self.table.rows:
            yield Cells(row, self.understood.words, self.report)
