"""What became of a file of people or orders: counts, row numbers and names of columns. Never a value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from troth.catalog.importing.reading import Table
from troth.catalog.importing.report import LeftBehind, Report, Weight
from troth.catalog.money import Money

from . import sensitive, summed_up


class Became(StrEnum):
    """What became of a person or an order. The first four mean the same as of a product."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"  # the policy says no, or the row cannot be understood; each is named
    KNOWN = "known"  # was a customer here before: only what the earlier shop noted is added
    EXPIRED = "expired"  # had outlived its retention; stays outside


class News(StrEnum):
    """What became of the words on news."""

    GRANTED = "granted"
    DECLINED = "declined"
    ASK_AGAIN = "ask again"  # subscribed there, but the person's country wants better evidence than a file


@dataclass(slots=True)
class IntakeReport(Report):
    became: Counter[Became] = field(default_factory=Counter)
    news: Counter[News] = field(default_factory=Counter)
    samples: list[dict[str, Any]] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    understood: list[str] = field(default_factory=list)  # columns that are read as they are
    open: list[int] = field(default_factory=list)  # places of columns that may be taken as a field
    taken_rows: int = 0
    partly: int = 0  # orders of which only what the books need was kept
    unreachable: int = 0  # people without an address or a number that works
    by_telephone: int = 0  # people without an address, who can be rung
    sums: dict[str, Counter[str]] = field(default_factory=dict)  # by currency: what orders come to, in minor units

    def add(self, became: Became, rows: Sequence[int]) -> None:
        self.became[became] += 1
        if became not in (Became.REFUSED, Became.EXPIRED):
            self.taken_rows += len(rows)

    def cost(self, currency: str, **amounts: int) -> None:
        """Of an order that is or will be here; told altogether, to be held against what the earlier shop says of itself."""
        self.sums.setdefault(currency, Counter()).update(amounts | {"orders": 1})

    def sample(self, row: int, told: Mapping[str, Any]) -> None:
        """The first few, with what kinds of data a row holds in the place of the data."""
        if len(self.samples) < 5:
            self.samples.append({"row": row, "holds": sorted(name for name, value in told.items() if value)})

    @property
    def counts(self) -> dict[str, int]:
        return {each.value: self.became[each] for each in Became}

    @property
    def clean(self) -> bool:
        return not self.lost_rows and not self.became[Became.REFUSED]

    def sum_up(self) -> None:
        """Say in words what the counts alone do not."""
        counts = self.counts | {each.value: self.news[each] for each in News}
        beside = {"unreachable": self.unreachable, "by telephone": self.by_telephone, "partly": self.partly}
        for words in summed_up.sentences(counts | beside):
            self.note(words)

    def _come_to(self) -> list[dict[str, Any]]:
        """For people, by currency: to be held against what the earlier shop says of itself."""
        names = ("goods", "discount", "shipping", "tax", "total")
        return [
            {
                "currency": currency,
                "orders": sums["orders"],
                **{name: Money(sums[name], currency).text for name in names},
            }
            for currency, sums in sorted(self.sums.items())
        ]

    def leave(self, table: Table, read: set[str], said: Mapping[str, str]) -> None:
        """Name the columns that have no place here, with how many cells say something, and note which may be asked about.

        `said`: what somebody said that columns hold; those are read, too.
        """
        self.columns = table.columns
        for place, column in enumerate(table.columns):
            if column in read:
                self.understood.append(column)
                continue
            cells = [row.cells[place] for row in table.rows if place < len(row.cells) and row.cells[place]]
            if not cells:
                continue
            if what := sensitive.in_column(column, cells):
                words = _("It looks like %(what)s. The shop has no use for that and takes none of it in.")
                self.note(words % {"what": what}, column=column)
            else:
                self.open.append(place)
            if what or column not in said:
                self.left_behind.append(LeftBehind(column, len(cells), ""))

    def lost(self, words: str, rows: Sequence[int], column: str = "") -> None:
        for row in rows:
            self.note(words, row=row, column=column, weight=Weight.LOST)

    def as_json(self) -> dict[str, Any]:
        told = Report.as_json(self)
        told["rows"] = {"read": self.rows, "imported": self.taken_rows, "lost": len(self.lost_rows)}
        return told | {
            "products": self.counts,
            "news": {each.value: self.news[each] for each in News},
            "kept_for_the_books_only": self.partly,
            "samples": self.samples,
            "sums": self._come_to(),
        }
