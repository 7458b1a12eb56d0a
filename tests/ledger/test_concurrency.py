"""Many write while one sequences, somebody verifies, and some die: every acknowledged entry is in the tree once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connections, transaction

from troth import ledger
from troth.ledger import store

from .conftest import ADA, line, sql

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "vault"])

WRITERS, EACH = 4, 60
_fork = multiprocessing.get_context("fork")  # children see the test's database under its test name


@contextmanager
def running(*works: Callable[[], None]) -> Iterator[list[int]]:
    """Processes of their own; ended, whatever happens."""
    connections.close_all()  # an open SQLite file must not be carried across a fork
    processes = [_fork.Process(target=work) for work in works]
    for process in processes:
        process.start()
    try:
        yield [process.pid or 0 for process in processes]
        for process in processes:
            process.join(60)
    finally:
        for process in processes:
            process.kill()
            process.join()


def writer(journal: Path, count: int) -> Callable[[], None]:
    """Appends entries, some in transactions that fail, and notes each that was acknowledged."""

    def write() -> None:
        with journal.open("a", buffering=1) as acknowledged:
            for number in range(count):
                with transaction.atomic(using="vault"):
                    written = ledger.append(ADA, line())
                    fails = number % 10 == 3
                    transaction.set_rollback(fails, using="vault")
                if not fails:
                    acknowledged.write(f"{written.token}\n")

    return write


def sequencer(until: Path) -> Callable[[], None]:
    def work() -> None:
        while not until.exists():
            ledger.sequence(17)
            time.sleep(0.002)

    return work


def acknowledged(folder: Path) -> set[str]:
    return {token for journal in folder.glob("*.journal") for token in journal.read_text().split()}


def in_tree() -> list[str]:
    return [row[2] for row in store.entries(0, 1 << 40)]


def test_every_entry_lands_in_the_tree_once(tmp_path: Path) -> None:
    done = tmp_path / "done"
    writers = [writer(tmp_path / f"{number}.journal", EACH) for number in range(WRITERS)]
    with running(sequencer(done), sequencer(done)):
        with running(*writers):
            reports = [ledger.verify() for _ in range(5)]
        assert all(report.sound for report in reports), [report.verdict for report in reports]
        done.touch()
    ledger.sequence_all()
    assert len(acknowledged(tmp_path)) == WRITERS * EACH * 9 // 10
    assert sorted(in_tree()) == sorted(acknowledged(tmp_path))
    assert ledger.verify().sound


def test_writers_and_sequencers_that_are_killed_lose_nothing(tmp_path: Path) -> None:
    done = tmp_path / "done"
    outside = ledger.checkpoint()
    for round_ in range(4):
        writers = [writer(tmp_path / f"{round_}-{number}.journal", 10_000) for number in range(2)]
        with running(sequencer(done), *writers) as pids:
            time.sleep(0.15)
            for pid in pids:
                os.kill(pid, signal.SIGKILL)
        report = ledger.verify(against=outside)
        assert report.sound, report.verdict
        outside = ledger.checkpoint()
    ledger.sequence_all()
    found = in_tree()
    assert len(found) == len(set(found)) > 0
    assert acknowledged(tmp_path) <= set(found)
    assert ledger.verify(against=outside).sound


def test_a_lower_id_committed_later_is_sequenced_all_the_same() -> None:
    if connections["vault"].vendor != "postgresql":
        pytest.skip("on SQLite only one transaction writes at a time")
    inserted, go_on = threading.Event(), threading.Event()
    late: list[str] = []

    def slow() -> None:
        with transaction.atomic(using="vault"):
            late.append(ledger.append(ADA, line()).token)
            inserted.set()
            go_on.wait(10)
        connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    inserted.wait(10)
    early = ledger.append(ADA, line()).token
    assert ledger.sequence() == 1
    go_on.set()
    thread.join()
    assert ledger.sequence() == 1
    assert [row[2] for row in store.entries(0, 9)] == [early, late[0]]
    assert sql('SELECT id FROM ledger_entry ORDER BY "index"') == sorted(
        sql("SELECT id FROM ledger_entry"), reverse=True
    )
    assert ledger.verify().sound


def test_a_second_sequencer_waits_for_the_first() -> None:
    if connections["vault"].vendor != "postgresql":
        pytest.skip("on SQLite the transaction itself is the lock")
    ledger.append(ADA, line())
    done: list[int] = []

    def second() -> None:
        done.append(ledger.sequence())
        connections.close_all()

    with transaction.atomic(using="vault"):
        store.lock_tree()
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.3)
        assert not done
    thread.join(10)
    assert done == [1]
