"""The kinds of files that can be brought in. To add one, write a class with this face and put it into KINDS."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from django.http import HttpRequest
from django.utils.functional import Promise

from troth.catalog.models import ImportRun

from ..intake.files import FILES
from ..shows.file import PeopleMet
from .products import Products

Progress = Callable[[int, int], None]
Told = Mapping[str, Any]  # as `catalog.importing.Report.as_json` has it; no value of anybody in it


class Kind(Protocol):
    """`look` and `bring` raise `catalog.importing.NotImportable` with a sentence, may be called again after they were
    cut off, and then go on. `run.by` is the account of whoever sent the file; `run.ref` is the key to keep an undo by."""

    name: str
    label: str | Promise
    says: str | Promise  # which files, in a sentence
    asks_currency: bool
    asks_shop: bool  # whether it matters which of several former shops a file is from
    sent_at: tuple[str, str | Promise]  # the screen where such files are sent: its address's name, its title
    shown_at: str  # the address's name of a run's page: below that screen, so that the menu marks where one is
    undone_at: str  # the same of the page that asks before one is taken back
    back_says: Sequence[str | Promise]  # what taking one back does, a sentence each

    @property
    def words(self) -> Sequence[tuple[str, Any]]:
        """What a column may be taken as, with its label; or groups of such, each with its name."""
        ...

    def may(self, request: HttpRequest) -> bool:
        """Whether somebody's job includes bringing in such files."""
        ...

    def recognises(self, columns: Sequence[str]) -> bool: ...

    def look(self, path: Path, run: ImportRun, progress: Progress) -> Told:
        """What an import would do. Beside the report: `columns`, and places of those to ask about (`open`)."""
        ...

    def bring(self, path: Path, run: ImportRun, progress: Progress) -> Told: ...

    def take_back(self, run: ImportRun, progress: Progress) -> Told:
        """`undone`: counts by what became of things; `outcomes` with `words` where something stayed."""
        ...


KINDS: Final[tuple[Kind, ...]] = (Products(), *FILES)
# Sent at a screen of its own, which asks for more than the file.
ELSEWHERE: Final[tuple[Kind, ...]] = (PeopleMet(),)


def known() -> tuple[Kind, ...]:
    """Those that the screen for all files takes."""
    return KINDS


def named(name: str) -> Kind | None:
    return next((kind for kind in (*known(), *ELSEWHERE) if kind.name == name), None)


def of_columns(columns: Sequence[str]) -> Kind | None:
    """The kind a file with these columns is of; None for a table nobody knows."""
    return next((kind for kind in known() if kind.recognises(columns)), None)
