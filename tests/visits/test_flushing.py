"""What waits in a process: never more than so much, handed over at the latest when the process ends."""

from __future__ import annotations

import threading
import time

import pytest

from troth.cli.crew import KILLED_AFTER
from troth.visits import flushing
from troth.visits.flushing import Flushing, Waiting


@pytest.fixture(autouse=True)
def _no_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flushing, "close_old_connections", lambda: None)


def test_the_newest_stay_and_the_others_are_counted() -> None:
    waiting: Waiting[int] = Waiting(10)
    for number in range(25):
        waiting.append(number)
    assert [*waiting] == [*range(15, 25)]
    assert (waiting.lost(), waiting.lost()) == (15, 0)


def test_what_is_put_back_stands_in_front_and_takes_no_room_of_what_is_newer() -> None:
    waiting: Waiting[int] = Waiting(4)
    for number in (1, 2, 3):
        waiting.append(number)
    taken = waiting.take(2)
    waiting.append(4)
    waiting.append(5)
    waiting.put_back(taken)
    assert (taken, [*waiting], waiting.lost()) == ([1, 2], [2, 3, 4, 5], 1)


def test_what_is_dropped_is_logged_as_a_number_and_an_error_as_its_class(caplog: pytest.LogCaptureFixture) -> None:
    def fails() -> None:
        raise ValueError("203.0.113.7")

    waiting: Waiting[str] = Waiting(1)
    for _each in range(3):
        waiting.append("203.0.113.7")
    one = Flushing("visits of a test", fails, lost=waiting.lost)
    assert not one.tried()
    assert "2 were dropped" in caplog.text
    assert "ValueError" in caplog.text
    assert "203.0.113" not in caplog.text


def test_at_the_end_a_store_that_does_not_answer_takes_nobody_elses_time(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(flushing, "LAST", 0.5)
    never, told = threading.Event(), []
    parts = [
        Flushing("locked", lambda: never.wait(60)),
        Flushing("counting", lambda: told.append("counting")),
        Flushing("banners", lambda: told.append("banners")),
    ]
    for each in parts:
        each.begin()
    began = time.monotonic()
    flushing.end()
    took = time.monotonic() - began
    never.set()
    assert sorted(told) == ["banners", "counting"]
    assert took < 5
    assert "locked: what had not been handed over is lost" in caplog.text
    flushing.end()
    assert len(told) == 2, "once is enough"


def test_there_is_time_for_it_before_the_process_is_killed() -> None:
    assert flushing.LAST < KILLED_AFTER
