"""What goes on behind the screen. A worker that is killed leaves a run where it was; the next one goes on with it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from troth import tasks
from troth.catalog.importing import NotImportable, folder
from troth.catalog.models import ImportRun, RunState
from troth.tasks import worker

from . import kinds
from .kinds import Kind

LEASE: Final = 600  # seconds without a sign of life; a file of 250,000 rows is read in less
_SHOWN_EVERY: Final = 1.0

_GOES_ON: Final = (RunState.WAITING, RunState.RUNNING, RunState.FAILED)


@tasks.task(tries=3, lease=LEASE, queue=tasks.LONG)
def look(ref: str) -> None:
    """Look a file through. What cannot be read is forgotten at once; its sentence stays."""
    run = _at(ref, (RunState.LOOKING,), RunState.LOOKING)
    if run is None:
        return
    kind = _kind(run)
    try:
        told = kind.look(folder.sent(run.ref), run, _progress(run))
    except (NotImportable, OSError) as reason:
        _refuse(run, reason, folder.LOOKED)
        return
    except Exception:
        folder.note(
            run.ref, folder.LOOKED, {"refused": gettext("It could not be looked through. Please try it again.")}
        )
        ImportRun.move(run.ref, (RunState.LOOKING,), RunState.REFUSED)
        raise
    folder.note(run.ref, folder.LOOKED, told)
    ImportRun.move(run.ref, (RunState.LOOKING,), RunState.READY, done=0, total=0)


@tasks.task(tries=3, lease=LEASE, queue=tasks.LONG)
def bring(ref: str) -> None:
    run = _at(ref, _GOES_ON, RunState.RUNNING)
    if run is None:
        return
    kind = _kind(run)
    try:
        told = kind.bring(folder.sent(run.ref), run, _progress(run))
    except (NotImportable, OSError) as reason:
        _refuse(run, reason, folder.REPORT)
        return
    except Exception:
        ImportRun.move(run.ref, (RunState.RUNNING,), RunState.FAILED)
        raise
    folder.note(run.ref, folder.REPORT, told)
    ImportRun.move(run.ref, (RunState.RUNNING,), RunState.DONE, ended_at=timezone.now())
    folder.drop_file(run.ref)


@tasks.task(tries=3, lease=LEASE, queue=tasks.LONG)
def take_back(ref: str) -> None:
    run = _at(ref, (RunState.UNDOING,), RunState.UNDOING)
    if run is None:
        return
    try:
        told = _kind(run).take_back(run, _progress(run))
    except Exception:
        ImportRun.move(run.ref, (RunState.UNDOING,), RunState.FAILED)  # what is left of it can be taken back again
        raise
    folder.note(run.ref, folder.UNDO, told)
    ImportRun.move(run.ref, (RunState.UNDOING,), RunState.UNDONE)


def queue(run: ImportRun, before: tuple[str, ...], after: str, task: tasks.LeasedTask, **columns: object) -> bool:
    """Move a run on and queue the work for it, both or neither. False if somebody was quicker."""
    with transaction.atomic():
        moved = ImportRun.move(run.ref, before, after, done=0, total=0, **columns)
        if moved:
            task.enqueue(run.ref)
    return moved


def _at(ref: str, before: tuple[str, ...], after: str) -> ImportRun | None:
    """The run, if it still waits for this work."""
    if not ImportRun.move(UUID(ref), before, after):
        return None
    return ImportRun.objects.get(ref=ref)


def _kind(run: ImportRun) -> Kind:
    kind = kinds.named(run.kind)
    if kind is None:
        raise LookupError("no importer of that name")
    return kind


def _refuse(run: ImportRun, reason: Exception, name: str) -> None:
    """The sentence of an OSError may name a path, so it is not told. A file stays that somebody can say more about."""
    asks = reason.asks if isinstance(reason, NotImportable) else ""
    told = {"refused": str(reason) if isinstance(reason, NotImportable) else "", "asks": [asks] if asks else []}
    folder.note(run.ref, name, told if asks in ("", "columns") else told | {"columns": [], "open": []})
    if not asks:
        folder.drop_file(run.ref)
    ImportRun.move(run.ref, (RunState.LOOKING, RunState.RUNNING), RunState.REFUSED, ended_at=timezone.now())


def _progress(run: ImportRun) -> Callable[[int, int], None]:
    shown = time.monotonic()

    def told(done: int, total: int) -> None:
        nonlocal shown
        if time.monotonic() - shown >= _SHOWN_EVERY:
            shown = time.monotonic()
            worker.still_here()
            ImportRun.objects.filter(pk=run.pk).update(done=done, total=total)

    return told
