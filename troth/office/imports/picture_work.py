"""Bringing pictures, behind the screen: a quarter of an hour at a time, so that other long work has its turn."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from troth import tasks
from troth.catalog.importing.pictures import runs
from troth.catalog.models import ImportRun, RunState

AT_A_TIME: Final = 900.0  # seconds
LEASE: Final = 1800


@tasks.task(tries=3, lease=LEASE, queue=tasks.LONG)
def bring(ref: str) -> None:
    """A worker that is killed leaves the run where it was; the next one goes on with it."""
    if not ImportRun.move(UUID(ref), (*runs.AT_WORK, RunState.FAILED), RunState.RUNNING):
        return
    run = ImportRun.objects.get(ref=ref)
    try:
        over = runs.go_on(run, seconds=AT_A_TIME)
    except Exception:
        ImportRun.move(run.ref, runs.AT_WORK, RunState.FAILED)
        raise
    if not over:
        bring.enqueue(run.ref)
