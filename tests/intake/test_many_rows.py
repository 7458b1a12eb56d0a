"""A large file costs as much a row as a small one, in statements, and not much memory. Counts, not seconds.

`bench/imports.py` measures the seconds, with ten times the rows.
"""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connections

from bench import imports as bench
from tests.intake.test_orders import NOW
from troth.intake import runs, taking_orders
from troth.intake.report import IntakeReport

pytestmark = [pytest.mark.django_db(databases=["default", "vault"]), pytest.mark.slow]
MANY, FEW = 2000, 200
MOST_MEMORY = 40_000_000  # bytes at once, the table of 2,000 rows in it
# Statements a row, both stores together: what a person's or an order's own records, keys and entries take.
MOST = {"contacts": 16, "orders": 9}
# What PostgreSQL takes on top: the lock of each person is a statement, and what is read under it another.
LOCKS = {"sqlite": 0, "postgresql": 2}


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


class Counted:
    """Statements in both stores while it is open."""

    def __init__(self) -> None:
        self.many = 0
        self._stack = ExitStack()

    def __call__(self, execute: Callable[..., Any], *told: Any) -> Any:
        self.many += 1
        return execute(*told)

    def __enter__(self) -> Counted:
        for store in ("default", "vault"):
            self._stack.enter_context(connections[store].execute_wrapper(self))
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()


def brought(place: Path, name: str, rows: int, *, dry_run: bool = False) -> tuple[dict[str, Any], float]:
    """The report, and statements a row."""
    path = place / f"{name}-{rows}.csv"
    written = bench.written(path, bench.FILES[name].made(rows))
    with Counted() as count:
        report = runs.by_command(path, dry_run=dry_run)
    return report, count.many / written


@pytest.mark.parametrize("name", sorted(MOST))
def test_a_row_takes_as_many_statements_in_a_large_file_as_in_a_small_one(tmp_path: Path, name: str) -> None:
    _report, few = brought(tmp_path, name, FEW)
    report, many = brought(tmp_path, name, MANY)
    again, second = brought(tmp_path, name, MANY)
    each = bench.FILES[name].each
    assert report["products"]["new"] + report["products"]["unchanged"] == MANY // each
    assert again["products"]["unchanged"] == MANY // each
    locks = LOCKS[connections["vault"].vendor]
    assert few <= MOST[name] + locks
    assert many <= few * 1.05
    assert second <= many / 3 + locks


def test_without_doing_a_hundred_at_once_it_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_orders, "AT_ONCE", 1)
    monkeypatch.setattr(taking_orders, "TOGETHER", 1)
    _report, few = brought(tmp_path, "orders", FEW)
    assert few > MOST["orders"]


@pytest.mark.parametrize("name", sorted(MOST))
def test_two_thousand_rows_need_no_more_than_some_megabytes_at_once(tmp_path: Path, name: str) -> None:
    """Held are the table, what was read of it, and the report; what is written is written a hundred at a time."""
    assert peak(tmp_path, name, MANY, dry_run=True) < MOST_MEMORY
    assert peak(tmp_path, name, FEW) < MOST_MEMORY / 2


def test_a_report_that_kept_every_row_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Any] = []
    monkeypatch.setattr(IntakeReport, "add", lambda self, became, rows: kept.append(bytes(50_000)))
    assert peak(tmp_path, "contacts", MANY, dry_run=True) > MOST_MEMORY


def peak(place: Path, name: str, rows: int, *, dry_run: bool = False) -> int:
    """Bytes that were held at once, beyond what was held before. After a small file, which loads what is loaded once."""
    brought(place, name, 20)
    gc.collect()
    tracemalloc.start()
    try:
        before, _peak = tracemalloc.get_traced_memory()
        brought(place, name, rows, dry_run=dry_run)
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
