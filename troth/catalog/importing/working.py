"""Whether the command that began an import is still at work: it holds a lock on a file in the run's private folder.

The system lets go of the lock when the process ends, however it ends (flock(2)); so an import by command that was killed is
known by the next one, and by the shop. What the office began is no concern of this: its work is a task that is gone on with.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from troth.catalog.models import ImportRun, RunState

from . import folder

_FILE: Final = "working"
_UNKNOWN_FOR: Final = timedelta(days=1)  # a run without such a file: of a time before it, or of another machine
_BEGUN: Final = (RunState.LOOKING, RunState.WAITING, RunState.RUNNING)


@contextmanager
def at_work(ref: UUID) -> Iterator[None]:
    """While a command works on this run; entered before the run is written down."""
    path = _path(ref)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600)) as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
        path.unlink(missing_ok=True)
        with suppress(OSError):  # its report lies there
            path.parent.rmdir()


def end_abandoned() -> list[ImportRun]:
    """End what commands began and nobody works on any more; those that had come further than looking are returned.

    What such a run did stays and can be taken back; the same file again ends it.
    """
    broken_off = []
    for run in ImportRun.objects.filter(by=None, state__in=_BEGUN):
        if lives(run):
            continue
        if run.state == RunState.LOOKING:
            run.delete()
        elif ImportRun.move(run.ref, _BEGUN, RunState.FAILED, ended_at=timezone.now()):
            broken_off.append(run)
        transaction.on_commit(partial(_clear, run.ref))
    return broken_off


def _clear(ref: UUID) -> None:
    folder.drop_file(ref)
    _path(ref).unlink(missing_ok=True)


def lives(run: ImportRun) -> bool:
    """Whether the command that began this run is still at it."""
    try:
        with _path(run.ref).open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return run.made_at > timezone.now() - _UNKNOWN_FOR
    except BlockingIOError:
        return True
    return False


def _path(ref: UUID) -> Path:
    return folder.root() / str(ref) / _FILE
