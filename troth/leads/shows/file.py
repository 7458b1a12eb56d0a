"""A file of people met at a show, as an import: looked through, brought in, taken back. `run.ref` is the notes' reference.

Each returns what people and machines read of it as JSON: counts, rows, names of columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from troth import gate
from troth.catalog.models import ImportRun
from troth.orders import jobs

from ..models import ShowNotes
from ..purpose import MEETING, PURPOSE
from . import noting, rows, undo
from .noting import Noting
from .person import Person, Show
from .report import ShowReport

KIND: Final = "people_met"
Progress = Callable[[int, int], None]


def may(account: int) -> bool:
    """Whether an employee's job includes it, as the policy's roles have it."""
    actor = gate.employee(account)
    return jobs.includes(actor, MEETING) and jobs.includes(actor, PURPOSE)


def told_of(show: Show) -> dict[str, str]:
    """The show, as a run keeps it beside what was said of columns."""
    return {"show": show.name, "place": show.place, "day": show.day.isoformat()}


def show_of(taken_as: Mapping[str, str]) -> Show:
    return Show(taken_as["show"], taken_as["place"], date.fromisoformat(taken_as["day"]))


def look(path: Path, run: ImportRun, progress: Progress | None = None) -> dict[str, Any]:
    """What would become of each; nothing is kept. Beside the report: `columns`, and places of those to ask about (`open`).

    Raises NotImportable, OSError, and `gate.Refused` for somebody whose job does not include it.
    """
    report, people, show, actor = _read(path, run, dry_run=True)
    Noting(None, show, actor, report, progress).take(people)
    return _told(report, run) | {"columns": list(report.columns), "open": report.open}


def bring(path: Path, run: ImportRun, progress: Progress | None = None) -> dict[str, Any]:
    """Again after it was cut off, it goes on. Raises as `look`."""
    report, people, show, actor = _read(path, run, dry_run=False)
    where = {"show": show.name, "place": show.place, "day": show.day}
    notes, _made = ShowNotes.objects.get_or_create(ref=run.ref, defaults=where)
    Noting(notes, show, actor, report, progress).take(people)
    return _told(report, run)


def take_back(run: ImportRun, progress: Progress | None = None) -> dict[str, Any]:
    """`undone`: counts; `outcomes`: what stayed and why, never by name. May be called again after it was cut off."""
    try:
        gone, stayed = undo.take_back(run.ref, _actor(run), progress)
    except LookupError:  # an earlier try was done with them
        gone = stayed = 0
    counts = {"removed": gone, "left": stayed}
    ImportRun.objects.filter(pk=run.pk).update(counts=counts)
    words = ngettext(
        "%(count)d is a customer by now and stays.", "%(count)d are customers by now and stay.", stayed
    ) % {"count": stayed}
    outcome = {"handle": "", "title": _("People"), "became": "left", "words": [words]}
    return {"undone": counts, "outcomes": [outcome] if stayed else []}


def _read(path: Path, run: ImportRun, *, dry_run: bool) -> tuple[ShowReport, tuple[Person, ...], Show, gate.Actor]:
    actor = _actor(run)
    report = ShowReport(dry_run=dry_run, ref=run.ref)
    return report, rows.read_file(path, report, run.taken_as), show_of(run.taken_as), actor


def _actor(run: ImportRun) -> gate.Actor:
    """Whoever sent the file. Raises `gate.Refused`, also where their job has changed since."""
    actor = gate.employee(run.by or 0)
    noting.may(actor)
    return actor


def _told(report: ShowReport, run: ImportRun) -> dict[str, Any]:
    report.sum_up()
    told = {"counts": report.counts, "lost": len(report.lost_rows), "layout": show_of(run.taken_as).words[:60]}
    ImportRun.objects.filter(pk=run.pk).update(**told)
    return report.as_json()
