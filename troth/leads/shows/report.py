"""What became of people who were noted: counts, rows and names of columns. Never a value."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from troth.catalog.importing.report import LeftBehind, Report, Weight


class Became(StrEnum):
    NEW = "new"
    ADDED = "added"
    UNCHANGED = "unchanged"
    REFUSED = "refused"

    @property
    def words(self) -> str | Promise:
        return {
            Became.NEW: _("new here"),
            Became.ADDED: _("known here; where they work was added"),
            Became.UNCHANGED: _("known here; nothing was to be added"),
            Became.REFUSED: _("not taken in"),
        }[self]


class Said(StrEnum):
    """What became of a word about news."""

    ASKED = "asked"
    NO = "no"

    @property
    def words(self) -> str | Promise:
        return {
            Said.ASKED: _("said yes to news: a mail asks them themselves"),
            Said.NO: _("said no to news: it binds at once"),
        }[self]


@dataclass(slots=True)
class ShowReport(Report):
    """`ref`: of the notes, None where nothing was kept. `open`: places of columns that may be taken as a field."""

    file: str = ""
    ref: UUID | None = None
    became: Counter[Became] = field(default_factory=Counter)
    said: Counter[Said] = field(default_factory=Counter)
    unasked: Counter[str] = field(
        default_factory=Counter
    )  # said yes, and no mail may ask them; by the policy's words for why
    columns: tuple[str, ...] = ()
    open: list[int] = field(default_factory=list)

    def lost(self, row: int, why: str) -> None:
        self.note(why, row=row, weight=Weight.LOST)

    def leave(self, column: str, cells: int) -> None:
        self.left_behind.append(LeftBehind(column, cells, ""))

    @property
    def counts(self) -> dict[str, int]:
        return {each.value: self.became[each] for each in Became}

    @property
    def clean(self) -> bool:
        return not self.lost_rows and not self.became[Became.REFUSED]

    @property
    def lines(self) -> list[tuple[str, int]]:
        told = [
            *((each.words, self.became[each]) for each in Became),
            *((each.words, self.said[each]) for each in Said),
        ]
        silent = (
            (_now("said yes to news, and nothing comes of it: no mail may ask them. %(why)s") % {"why": why}, many)
            for why, many in self.unasked.items()
        )
        return [(str(words), many) for words, many in (*told, *silent) if many]

    @property
    def troubles(self) -> list[tuple[str, str]]:
        """Rows and why, as a page lists them."""
        return [(_now("Row %(row)d") % {"row": each.row} if each.row else "", each.words) for each in self.findings]

    def sum_up(self) -> None:
        """Say in words what became of what was said about news."""
        asked, no = self.said[Said.ASKED], self.said[Said.NO]
        if asked:
            self.note(_asked(asked))
        for why, many in self.unasked.items():
            self.note(_unasked(many, why))
        if no:
            self.note(
                ngettext(
                    "%(count)d person said no to news there; that binds here.",
                    "%(count)d people said no to news there; that binds here.",
                    no,
                )
                % {"count": no}
            )

    def as_json(self) -> dict[str, Any]:
        taken = sum(self.became[each] for each in (Became.NEW, Became.ADDED, Became.UNCHANGED))
        told = Report.as_json(self)
        told["rows"] = {"read": self.rows, "imported": taken, "lost": len(self.lost_rows)}
        news = {each.value: self.said[each] for each in Said} | {"unasked": self.unasked.total()}
        return told | {"products": self.counts, "news": news}


def _asked(many: int) -> str:
    return ngettext(
        "%(count)d person said yes to news: a mail asks them themselves, and nothing counts before they have answered it.",
        "%(count)d people said yes to news: a mail asks each of them, and nothing counts before they have answered it.",
        many,
    ) % {"count": many}


def _unasked(many: int, why: str) -> str:
    words = ngettext(
        "%(count)d person said yes to news, and nothing comes of it: no mail may ask them. %(why)s",
        "%(count)d people said yes to news, and nothing comes of it: no mail may ask them. %(why)s",
        many,
    )
    return words % {"count": many, "why": why}
