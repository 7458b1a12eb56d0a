"""Errands that are kept account of: by the command and by the office's screen alike.

An errand is a run as an import is (`ImportRun`, of the kind "pictures"): who began it, how far it is, what became of it. The
hosts that were confirmed for it stand in its row; the report, with addresses, lies in the private folder.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from troth.catalog.models import Catalogue, ImportRun, RunState

from .. import folder, working
from ..errors import NotImportable
from .budget import Progress
from .fetch import fetch
from .report import PictureReport
from .unpack import unpack

KIND: Final = "pictures"
AT_WORK: Final = (RunState.WAITING, RunState.RUNNING)
_SHOWN_EVERY: Final = 1.0


class Busy(Exception):
    """Another errand is under way: one at a time."""


def begun(hosts: Iterable[str], by: int | None = None, ref: UUID | None = None) -> ImportRun:
    """An errand to these hosts and to no other. Raises Busy."""
    return _begun({"hosts": sorted({host for host in hosts if host})}, by, ref or uuid4())


def begun_with_archive(by: int | None = None, ref: UUID | None = None) -> ImportRun:
    """An errand to the archive that lies in the folder `ref`. Raises Busy."""
    return _begun({"archive": True}, by, ref or uuid4())


def _begun(told: dict[str, object], by: int | None, ref: UUID) -> ImportRun:
    working.end_abandoned()
    with transaction.atomic():
        Catalogue.objects.select_for_update().filter(pk=Catalogue.ONLY).first()  # two clicks begin one
        if ImportRun.objects.filter(kind=KIND, state__in=AT_WORK).exists():
            raise Busy
        return ImportRun.objects.create(ref=ref, kind=KIND, state=RunState.WAITING, taken_as=told, by=by)


def go_on(run: ImportRun, *, seconds: float = float("inf"), shown: Progress | None = None) -> bool:
    """Do what can be done in this time; whether the errand has ended. May be cut off and called again."""
    report = reported(run)
    how = {"progress": _Told(run, shown), "note": lambda told: _note(run, told), "seconds": seconds}
    try:
        if run.taken_as.get("archive"):
            over = unpack(folder.sent(run.ref), report, **how)  # type: ignore[arg-type]
        else:
            over = fetch(frozenset(run.taken_as.get("hosts", ())), report, **how)  # type: ignore[arg-type]
    except (NotImportable, FileNotFoundError) as reason:
        report.refused = str(reason) if isinstance(reason, NotImportable) else ""
        _ended(run, report, RunState.REFUSED)
        return True
    if over:
        _ended(run, report, RunState.DONE)
    return over or not ImportRun.objects.filter(pk=run.pk, state__in=AT_WORK).exists()


def stop(ref: UUID) -> bool:
    """What was brought stays; the rest waits. False for one that is not under way."""
    return ImportRun.move(ref, AT_WORK, RunState.DONE, ended_at=timezone.now())


def latest() -> ImportRun | None:
    return ImportRun.objects.filter(kind=KIND).first()


def reported(run: ImportRun) -> PictureReport:
    return PictureReport.of_json(folder.noted(run.ref, folder.REPORT))


def _note(run: ImportRun, report: PictureReport) -> None:
    folder.note(run.ref, folder.REPORT, report.as_json())
    ImportRun.objects.filter(pk=run.pk).update(counts=report.counts)


def _ended(run: ImportRun, report: PictureReport, state: RunState) -> None:
    _note(run, report)
    ImportRun.move(run.ref, AT_WORK, state, ended_at=timezone.now())
    folder.drop_file(run.ref)


class _Told:
    """Shows how far it is, at most once a second, and says whether to go on: not after it was stopped."""

    def __init__(self, run: ImportRun, shown: Progress | None) -> None:
        self.run, self.shown, self.last = run, shown, 0.0

    def __call__(self, done: int, total: int) -> bool:
        if self.shown is not None:
            self.shown(done, total)
        if time.monotonic() - self.last < _SHOWN_EVERY:
            return True
        self.last = time.monotonic()
        mine = ImportRun.objects.filter(pk=self.run.pk, state__in=AT_WORK)
        return bool(mine.update(done=done, total=total))
