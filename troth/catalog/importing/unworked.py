"""Runs of the office whose task was given up, because every worker that took it was killed: nothing else would ever end them.

A run that is under way has a task that names it, queued or taken; one that has none is at nobody's hands any more.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from troth.catalog.models import ImportRun, RunState
from troth.tasks import worker

from . import folder, working

# What a run becomes that nobody ends: what was begun can be gone on with or taken back.
_ENDS_AS: Final = {
    RunState.LOOKING: RunState.REFUSED,
    RunState.WAITING: RunState.FAILED,
    RunState.RUNNING: RunState.FAILED,
    RunState.UNDOING: RunState.FAILED,
}


def is_at_work(ref: UUID) -> bool:
    """Whether anybody, a command or a task, is bringing in what this run is about, or will go on with it."""
    run = ImportRun.objects.filter(ref=ref, state__in=(RunState.WAITING, RunState.RUNNING)).first()
    return run is not None and (worker.awaits(ref) if run.by is not None else working.lives(run))


def end_given_up() -> list[ImportRun]:
    """Those that were ended. What such a run did stays; what commands began is no concern of this (see `working`)."""
    under_way = ImportRun.objects.filter(by__isnull=False, state__in=_ENDS_AS)
    return [run for ref in under_way.values_list("ref", flat=True) if (run := _ended(ref)) is not None]


def _ended(ref: UUID) -> ImportRun | None:
    """The row is held meanwhile: whoever moves a run on queues its task in the same transaction."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().filter(ref=ref, state__in=_ENDS_AS).first()
        if run is None or worker.awaits(ref):
            return None
        before, run.state = RunState(run.state), _ENDS_AS[RunState(run.state)]
        run.ended_at = timezone.now()
        run.save(update_fields=["state", "ended_at"])
    if before is RunState.LOOKING:
        words = gettext("It could not be looked through: every try broke off. Send it again, in parts if it is large.")
        folder.note(ref, folder.LOOKED, {"refused": words})
        folder.drop_file(ref)
    return run
