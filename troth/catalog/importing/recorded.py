"""Imports of products that are kept account of: by the command and by the office's screen alike.

    look(path, run)    what would change; nothing does
    bring(path, run)   the import itself; again after it was cut off, it goes on
    take_back(run)     what it did is undone, as far as nobody changed it since

Each returns what people and machines read of it as JSON; `run` has the counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from troth.catalog.models import ImportRun, RunState

from . import about, reading, sniff
from .errors import NotImportable
from .keeping import Keeping
from .layout import IGNORE, SPECIFICATION, WORDS, understand
from .report import Report
from .run import import_file
from .undo import undo

KIND = "products"
Progress = Callable[[int, int], None]


def recognises(columns: Sequence[str]) -> bool:
    """Whether a file with these columns is one of products, in a dialect we know."""
    try:
        sniff.sniff(columns)
    except NotImportable:
        return False
    return True


def look(
    path: Path, run: ImportRun, progress: Progress | None = None, *, classes: Collection[str] = ()
) -> dict[str, Any]:
    """Raises NotImportable. `classes`: see `import_file`. Beside the report: `columns`, and which of them are not understood."""
    report = _imported(path, run, progress, classes, dry_run=True)
    columns = reading.columns_of(path)
    told = named(run.taken_as, columns)
    dialect = sniff.sniff(columns, told)
    own = understand(columns, dialect.layout, {})
    words = {column: word for word, column in own.words.items()} | dict.fromkeys(own.specifications, SPECIFICATION)
    counted(run, report)
    return report.as_json() | {
        "columns": list(columns),
        "open": [place for place, column in enumerate(columns) if column not in own.read],
        "understood": [[column, words.get(column, "")] for column in columns if column in own.read],
    }


def bring(
    path: Path, run: ImportRun, progress: Progress | None = None, *, classes: Collection[str] = ()
) -> dict[str, Any]:
    report = _imported(path, run, progress, classes, dry_run=False)
    counted(run, report)
    return report.as_json()


def take_back(run: ImportRun, progress: Progress | None = None) -> dict[str, Any]:
    report = undo(run, progress)
    ImportRun.objects.filter(pk=run.pk).update(counts=report.counts)
    return report.as_json()


def begun(currency: str = "", ref: UUID | None = None) -> ImportRun:
    """A run of the command line's own."""
    return ImportRun.objects.create(ref=ref or uuid4(), kind=KIND, state=RunState.RUNNING, currency=currency)


def ended(run: ImportRun, state: RunState) -> None:
    ImportRun.objects.filter(pk=run.pk).update(state=state, ended_at=timezone.now())


def named(taken_as: Mapping[str, str], columns: Sequence[str]) -> dict[str, str]:
    """{"3": "title"} → {"Artikel": "title"}, for columns that are there and words that we have."""
    return {
        columns[int(place)]: word
        for place, word in taken_as.items()
        if place.isdecimal() and int(place) < len(columns) and word in (*WORDS, IGNORE, SPECIFICATION)
    }


def _imported(
    path: Path, run: ImportRun, progress: Progress | None, classes: Collection[str], *, dry_run: bool
) -> Report:
    return import_file(
        path,
        currency=run.currency,
        classes=classes,
        dry_run=dry_run,
        progress=progress,
        taken_as=_taken(path, run),
        keeper=None if dry_run else Keeping(run),
    )


def _taken(path: Path, run: ImportRun) -> dict[str, str]:
    told = named(run.taken_as, reading.columns_of(path))
    if run.taken_as.get(about.SAID) != about.About.GOODS:
        return told
    return about.left_out(reading.head_of(path, about.LOOKED_AT)) | told


def counted(run: ImportRun, report: Report) -> None:
    """Note the counts of a report with its run."""
    told = {"counts": report.counts, "lost": len(report.lost_rows), "layout": report.layout}
    ImportRun.objects.filter(pk=run.pk).update(**told)
