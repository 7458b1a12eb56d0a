"""A verification says what it found, in one line, in full, and to machines."""

from __future__ import annotations

import json
import tracemalloc

import pytest

from troth import ledger
from troth.ledger import verifying
from troth.ledger.report import Fault

from .conftest import fill, sql
from .tampering import change, indexes

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_several_faults_are_all_named(tokens: list[str]) -> None:
    change("subject", 1, "f" * 32)
    change("salt", 300, bytes(16))
    sql('DELETE FROM ledger_entry WHERE "index" = 599')
    report = ledger.verify()
    assert (indexes(report, Fault.CHANGED), indexes(report, Fault.MISSING)) == ([1, 300], [599])
    assert "(and 2 more faults)" in report.verdict


def test_many_faults_are_counted_and_not_all_listed(tokens: list[str]) -> None:
    sql("UPDATE ledger_entry SET subject = %s", "f" * 32)
    report = ledger.verify()
    assert report.faults == 600
    assert len(report.findings) == 100


def test_more_faults_than_are_remembered_are_still_counted(tokens: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying.Audit, "MOST", 50)
    sql("UPDATE ledger_entry SET subject = %s", "f" * 32)
    assert ledger.verify().faults == 600
    sql('DELETE FROM ledger_entry WHERE "index" < 400')
    assert ledger.verify().faults == 600


def test_the_report_is_json_too(tokens: list[str]) -> None:
    change("subject", 1, "f" * 32)
    report = json.loads(json.dumps(ledger.verify().as_json()))
    assert (report["sound"], report["faults"], report["findings"][0]["fault"]) == (False, 1, "changed")


def test_progress_is_told(tokens: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "CHUNK", 256)
    told: list[tuple[int, int]] = []
    ledger.verify(lambda done, total: told.append((done, total)))
    assert told == [(256, 600), (512, 600), (600, 600)]


def test_verifying_changes_nothing(tokens: list[str]) -> None:
    before = [sql(f"SELECT * FROM {table}") for table in ("ledger_entry", "ledger_tile", "ledger_checkpoint")]
    ledger.verify(against=ledger.checkpoint())
    assert before == [sql(f"SELECT * FROM {table}") for table in ("ledger_entry", "ledger_tile", "ledger_checkpoint")]


def test_memory_does_not_grow_with_the_ledger() -> None:
    peaks = []
    for count in (10_000, 20_000):
        fill(count)
        ledger.sequence_all()
        tracemalloc.start()
        assert ledger.verify().sound
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.1 * peaks[0]
