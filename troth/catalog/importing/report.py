"""What became of a file: every product, and every row and column that did not fit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

# A file made to hurt can earn many findings a row; from this number on they are counted, and lost rows still named.
MOST_FINDINGS: Final = 50_000


class Weight(StrEnum):
    """How much a finding matters."""

    LOST = "lost"  # the row is not in the shop
    CHANGED = "changed"  # it is, but something of it was left out or understood in our way
    NOTED = "noted"  # worth knowing


class Became(StrEnum):
    """What became of a product."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about one row (as a spreadsheet numbers them: the header is row 1) or, with row 0, the file."""

    row: int
    column: str
    weight: Weight
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """One value that an import changes. `where` is "" for the product, else its variant or picture."""

    where: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ProductOutcome:
    handle: str
    title: str
    became: Became
    rows: tuple[int, ...]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A column the shop has no place for: how many cells of it said something, and one of them."""

    column: str
    cells: int
    example: str


@dataclass(slots=True)
class Report:
    """Grows while a file is read and applied. `rows` counts rows with data, without the header."""

    file: str
    layout: str = ""
    encoding: str = ""
    delimiter: str = ""
    dry_run: bool = False
    rows: int = 0
    findings: list[Finding] = field(default_factory=list)
    products: list[ProductOutcome] = field(default_factory=list)
    left_behind: list[LeftBehind] = field(default_factory=list)
    to_fetch: list[tuple[str, str]] = field(default_factory=list)  # (handle, address of a picture)
    unlisted: int = 0  # findings beyond MOST_FINDINGS
    _said: set[Finding] = field(default_factory=set, repr=False)
    _lost: set[int] = field(default_factory=set, repr=False)

    def note(self, words: str, *, row: int = 0, column: str = "", weight: Weight = Weight.NOTED) -> None:
        """Say it once, however often the cell is looked at."""
        if weight is Weight.LOST and row:
            self._lost.add(row)
        finding = Finding(row, column, weight, words)
        if finding in self._said:
            return
        if len(self.findings) >= MOST_FINDINGS:
            self.unlisted += 1
            return
        self._said.add(finding)
        self.findings.append(finding)

    @property
    def counts(self) -> dict[str, int]:
        """How many products became what: {"new": 3, "changed": 0, "unchanged": 17, "refused": 0}."""
        counted = Counter(product.became for product in self.products)
        return {became.value: counted[became] for became in Became}

    @property
    def imported_rows(self) -> set[int]:
        """Rows whose product is in the shop, and which are not named as lost."""
        inside = {row for product in self.products if product.became != Became.REFUSED for row in product.rows}
        return inside - self._lost

    @property
    def lost_rows(self) -> set[int]:
        return set(self._lost)

    @property
    def clean(self) -> bool:
        """Nothing was lost."""
        return not self.lost_rows and not self.counts[Became.REFUSED]

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "layout": self.layout,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "dry_run": self.dry_run,
            "rows": {"read": self.rows, "imported": len(self.imported_rows), "lost": len(self.lost_rows)},
            "products": self.counts,
            "outcomes": [
                {
                    "handle": product.handle,
                    "title": product.title,
                    "became": product.became.value,
                    "rows": list(product.rows),
                    "changes": [
                        {"where": c.where, "field": c.field, "before": c.before, "after": c.after}
                        for c in product.changes
                    ],
                }
                for product in self.products
            ],
            "findings": [
                {"row": f.row, "column": f.column, "weight": f.weight.value, "words": f.words} for f in self.findings
            ],
            "findings_not_listed": self.unlisted,
            "left_behind": [
                {"column": left.column, "cells": left.cells, "example": left.example} for left in self.left_behind
            ],
            "pictures_to_fetch": [{"handle": handle, "url": url} for handle, url in self.to_fetch],
        }
