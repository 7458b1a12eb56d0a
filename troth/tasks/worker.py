"""Running what is queued. django-tasks-db stores the rows; its own worker leaves killed tasks RUNNING for ever and has no
second try (true of 0.13), so this one claims, runs, frees and tries again over the same table.
"""

from __future__ import annotations

import logging
import traceback
import uuid
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.db.models import QuerySet
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from .leased import LeasedTask

logger = logging.getLogger("troth.tasks")

LEASE_EXPIRED = "troth.tasks.worker.LeaseExpired"
LONGEST_PAUSE = timedelta(hours=1)
KEPT = timedelta(days=30)
_running: ContextVar[DBTaskResult | None] = ContextVar("the task that is being run", default=None)


class LeaseExpired(Exception):
    """Stored as the failure of a task whose workers died (or hung) at every try."""


def run_due(limit: int = 50, worker: str = "", queue: str = "") -> int:
    """Run up to `limit` tasks that are due, one after another, of one queue or of all; how many were run."""
    recover()
    done = 0
    for claimed in _claimed(worker or f"w-{uuid.uuid4().hex[:12]}", queue):
        _run(claimed)
        done += 1
        if done >= limit:
            break
    return done


def recover(now: datetime | None = None) -> int:
    """Give back tasks whose lease has run out; how many there were."""
    now = now or timezone.now()
    freed = 0
    for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        tries, lease = _terms(row)
        if row.started_at is None or row.started_at + timedelta(seconds=lease) > now:
            continue
        logger.warning("task %s: its worker has been silent for %s s", row.id, lease)
        freed += _again_or_fail(row, tries, LEASE_EXPIRED, "", now)
    return freed


def sweep(now: datetime | None = None) -> int:
    """Delete tasks that ended longer ago than they are kept; how many."""
    ended = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
    return DBTaskResult.objects.filter(status__in=ended, finished_at__lt=(now or timezone.now()) - KEPT).delete()[0]


def awaits(ref: uuid.UUID) -> bool:
    """Whether a task about this is queued, taken, or waits for its next try; by its first argument."""
    open_ = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    return DBTaskResult.objects.filter(status__in=open_, args_kwargs__args__0=str(ref)).exists()


def pause(attempt: int) -> timedelta:
    """How long to wait after the given failed try: 10 s, 40 s, 90 s, … at most an hour."""
    return min(timedelta(seconds=10 * attempt**2), LONGEST_PAUSE)


def _claimed(worker: str, queue: str) -> Iterator[DBTaskResult]:
    ready = DBTaskResult.objects.ready
    while _of(queue, ready()).exists():  # a plain read: an idle worker takes no write lock
        with transaction.atomic():
            row = _of(queue, ready()).select_for_update(skip_locked=True).first()
            if row is None:
                return
            row.claim(worker)
        yield row


def _of(queue: str, rows: QuerySet[DBTaskResult]) -> QuerySet[DBTaskResult]:
    return rows.filter(queue_name=queue) if queue else rows


def still_here() -> None:
    """The task that is being run here is alive: its lease begins anew. Nothing outside of one."""
    row = _running.get()
    if row is not None:
        now = timezone.now()
        if _mine(row).update(started_at=now):
            row.started_at = now


def _run(row: DBTaskResult) -> None:
    running = _running.set(row)
    try:
        result = row.task_result
        row.task.call(*result.args, **result.kwargs)
    except Exception as error:
        tries, _lease = _terms(row)
        logger.warning("task %s (%s), try %s: %s", row.id, row.task_path, len(row.worker_ids), _class_of(error))
        _again_or_fail(row, tries, _class_of(error), _where(error), timezone.now())
    else:
        _mine(row).update(status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now())
    finally:
        _running.reset(running)


def _again_or_fail(row: DBTaskResult, tries: int, error: str, where: str, now: datetime) -> int:
    attempt = len(row.worker_ids)
    if attempt < tries:
        return _mine(row).update(status=TaskResultStatus.READY, run_after=now + pause(attempt))
    return _mine(row).update(
        status=TaskResultStatus.FAILED, finished_at=now, exception_class_path=error, traceback=where
    )


def _mine(row: DBTaskResult):  # type: ignore[no-untyped-def]
    """The row as this try claimed it; empty once the lease ran out and another worker has it."""
    return DBTaskResult.objects.filter(id=row.id, status=TaskResultStatus.RUNNING, started_at=row.started_at)


def _terms(row: DBTaskResult) -> tuple[int, int]:
    """Tries and lease; a task that no longer exists in the code, or is not ours, gets one try."""
    try:
        found = row.task
    except (ImportError, SuspiciousOperation):
        return 1, 120
    return (found.tries, found.lease) if isinstance(found, LeasedTask) else (1, 600)


def _class_of(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _where(error: BaseException) -> str:
    """File, line and function of each frame. No text of the exception and no locals: they can hold values."""
    return "".join(
        f"{frame.filename}:{frame.lineno} {frame.name}\n" for frame in traceback.extract_tb(error.__traceback__)
    )
