"""Tasks are run, tried again, and taken from workers that died."""

from datetime import timedelta

import pytest
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.tasks import tasks_of_the_test as ours
from troth.tasks import LONG, SOON, NotAnId, worker

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.fixture(autouse=True)
def _fresh():
    ours.seen.clear()


def _later(seconds: float) -> None:
    """Let time pass for every task that waits or runs."""
    for row in DBTaskResult.objects.all():
        row.run_after -= timedelta(seconds=seconds) if row.run_after.year < 9999 else timedelta(0)
        row.started_at = row.started_at and row.started_at - timedelta(seconds=seconds)
        row.save()


def _only() -> DBTaskResult:
    return DBTaskResult.objects.get()


def test_a_queued_task_runs_once():
    ours.note.enqueue(7)
    assert worker.run_due() == 1
    assert worker.run_due() == 0
    assert ours.seen == [7]
    assert _only().status == TaskResultStatus.SUCCESSFUL


def test_a_task_takes_no_address():
    with pytest.raises(NotAnId):
        ours.note.enqueue("ada.marlowe@example.com")
    with pytest.raises(NotAnId):
        ours.note.enqueue(number="Ada Okafor-Marlowe")
    assert not DBTaskResult.objects.exists()


def test_a_failing_task_is_tried_again_later_and_then_given_up():
    ours.stumble.enqueue(1)
    assert worker.run_due() == 1
    assert worker.run_due() == 0, "not before its pause is over"
    for _ in range(2):
        _later(3600)
        worker.run_due()
    _later(3600)
    assert worker.run_due() == 0
    assert ours.seen == [1, 1, 1]
    assert _only().status == TaskResultStatus.FAILED


def test_what_is_stored_of_a_failure_holds_no_value():
    ours.stumble.enqueue(1)
    for _ in range(3):
        worker.run_due()
        _later(3600)
    row = _only()
    assert row.exception_class_path == "builtins.ValueError"
    assert "tasks_of_the_test.py" in row.traceback
    assert "ada" not in row.traceback


def test_a_task_of_a_dead_worker_is_taken_again_after_its_lease():
    ours.hang.enqueue(1)
    _only().claim("w-that-died")
    assert worker.recover() == 0, "its lease still runs"
    _later(61)
    assert worker.recover() == 1
    assert _only().status == TaskResultStatus.READY


def test_a_task_that_kills_every_worker_is_given_up():
    ours.hang.enqueue(1)
    for _ in range(2):
        _later(3600)
        _only().claim("w-that-died")
        _later(61)
        worker.recover()
    row = _only()
    assert row.status == TaskResultStatus.FAILED
    assert row.exception_class_path == worker.LEASE_EXPIRED


@pytest.mark.parametrize(("says_so", "freed"), [(True, 0), (False, 1)], ids=["with a sign of life", "the control"])
def test_what_takes_long_is_not_taken_for_dead_while_it_says_so(monkeypatch, says_so, freed):
    ours.clock.now, ours.clock.says_so = timezone.now(), says_so
    ours.take_long.enqueue(1)
    monkeypatch.setattr(timezone, "now", ours.clock)
    worker.run_due(limit=1)
    assert ours.seen == [freed]
    assert _only().status == (TaskResultStatus.READY if freed else TaskResultStatus.SUCCESSFUL)


def test_a_sign_of_life_of_whoever_lost_the_task_is_none():
    ours.note.enqueue(1)
    row = _only()
    row.claim("w-slow")
    _later(61)
    worker.recover()
    _only().claim("w-quick")
    before = _only().started_at
    running = worker._running.set(row)
    worker.still_here()
    worker._running.reset(running)
    assert _only().started_at == before
    worker.still_here()  # outside of a task it says nothing


def test_a_worker_that_comes_back_late_changes_nothing():
    ours.note.enqueue(1)
    row = _only()
    row.claim("w-slow")
    _later(61)
    worker.recover()
    fresh = _only()
    fresh.claim("w-quick")
    worker._run(row)
    assert _only().status == TaskResultStatus.RUNNING
    assert _only().worker_ids == ["w-slow", "w-quick"]


def test_a_task_nobody_knows_any_more_fails_instead_of_stopping_the_rest():
    ours.note.enqueue(1)
    DBTaskResult.objects.update(task_path="tests.tasks.gone.away")
    ours.note.enqueue(2)
    assert worker.run_due() == 2
    assert ours.seen == [2]
    assert DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).count() == 1


def test_pauses_grow_and_end_at_an_hour():
    pauses = [worker.pause(attempt) for attempt in range(1, 30)]
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(seconds=10)
    assert pauses[-1] == timedelta(hours=1)


def test_nothing_short_waits_behind_what_takes_minutes():
    ours.bring_in.enqueue(1)
    ours.note.enqueue(2)
    assert worker.run_due(queue=SOON) == 1
    assert ours.seen == [2]
    assert worker.run_due(queue=LONG) == 1
    assert ours.seen == [2, -1]
