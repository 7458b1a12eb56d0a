"""Whatever someone does to the entries in the database is found, and named.

One ledger of 600 entries under three checkpoints; each test does one thing to it. The control is the ledger untouched.
"""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.db import connections, transaction

from troth import ledger
from troth.ledger.report import Fault

from .conftest import fill, sql
from .tampering import ENTRY, change, column, faults, flipped, indexes, renumber, tampered_at_random

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


def test_control_an_untouched_ledger_is_sound(tokens: list[str]) -> None:
    report = ledger.verify()
    assert report.sound
    assert (report.size, report.pending, report.checkpoints) == (600, 0, 3)
    assert report.verdict == "The ledger is sound: 600 entries are as they were sealed (checkpoints verified: 3)."


def test_control_an_empty_ledger_is_sound() -> None:
    assert ledger.verify().verdict == "The ledger is sound; it has no sequenced entries."


def test_pending_entries_are_reported_as_not_yet_protected(tokens: list[str]) -> None:
    fill(2)
    report = ledger.verify()
    assert report.sound
    assert report.pending == 2
    assert report.verdict.endswith("2 entries are pending and not yet protected.")


@pytest.mark.parametrize("index", [0, 249, 255, 256, 599])
@pytest.mark.parametrize("name", [name for name in ENTRY if name not in ("id", "index")])
def test_a_flipped_bit_is_found_and_the_entry_named(tokens: list[str], name: str, index: int) -> None:
    change(name, index, flipped(column(name, index)))
    report = ledger.verify()
    assert faults(report) == {Fault.CHANGED}
    assert indexes(report, Fault.CHANGED) == [index]
    assert column("token", index) in report.verdict
    assert "changed after it was sealed" in report.verdict


def test_a_changed_id_is_found(tokens: list[str]) -> None:
    change("id", 17, 1_000_000_000)
    assert indexes(ledger.verify(), Fault.CHANGED) == [17]


def test_a_flipped_bit_of_an_index_is_found(tokens: list[str]) -> None:
    change("index", 599, flipped(599) + 600)
    report = ledger.verify()
    assert faults(report) == {Fault.MOVED}
    assert "was sealed at index 599" in report.verdict


@pytest.mark.parametrize("value", ["", "x" * 500, "{}", "\N{SNOWMAN}", "1"])
def test_a_replaced_body_is_found(tokens: list[str], value: str) -> None:
    change("body", 3, value)
    assert faults(ledger.verify()) == {Fault.CHANGED}


def test_bytes_pushed_from_one_column_into_the_next_are_found(tokens: list[str]) -> None:
    subject, body = column("subject", 8), column("body", 8)
    change("subject", 8, subject[:-1])
    change("body", 8, subject[-1] + body)
    assert faults(ledger.verify()) == {Fault.CHANGED}


@pytest.mark.parametrize("name", ["token", "subject", "body", "salt"])
@pytest.mark.parametrize("value", [b"\xff\xfe bytes", 7, "text"])
def test_values_of_other_types_are_found(tokens: list[str], name: str, value: Any) -> None:
    if connections["vault"].vendor != "sqlite":
        pytest.skip("only SQLite stores values of any type in any column")
    change(name, 300, value)
    assert faults(ledger.verify()) == {Fault.CHANGED}


@pytest.mark.parametrize("index", [0, 255, 256, 400, 599])
def test_a_removed_row_is_found(tokens: list[str], index: int) -> None:
    sql('DELETE FROM ledger_entry WHERE "index" = %s', index)
    report = ledger.verify()
    assert faults(report) == {Fault.MISSING}
    assert indexes(report, Fault.MISSING) == [index]


def test_a_removed_row_is_found_when_the_others_close_ranks(tokens: list[str]) -> None:
    sql('DELETE FROM ledger_entry WHERE "index" = 300')
    renumber(301, -1)
    report = ledger.verify()
    assert faults(report) == {Fault.MISSING, Fault.MOVED}
    assert indexes(report, Fault.MISSING) == [300]
    assert report.faults == 300


def test_a_row_made_pending_again_is_found(tokens: list[str]) -> None:
    change("index", 5, None)
    report = ledger.verify()
    assert indexes(report, Fault.MISSING) == [5]
    assert report.pending == 1


def test_an_added_row_is_found_beyond_the_end(tokens: list[str]) -> None:
    added = fill(1)[0]
    sql('UPDATE ledger_entry SET "index" = 600 WHERE token = %s', added)
    report = ledger.verify()
    assert faults(report) == {Fault.EXTRA}
    assert added in report.verdict


def test_an_added_row_is_found_among_the_others(tokens: list[str]) -> None:
    renumber(300, 1)
    added = fill(1)[0]
    sql('UPDATE ledger_entry SET "index" = 300 WHERE token = %s', added)
    report = ledger.verify()
    assert faults(report) == {Fault.EXTRA, Fault.MOVED}
    assert indexes(report, Fault.EXTRA) == [300]
    assert added in next(finding.says for finding in report.findings if finding.fault is Fault.EXTRA)


def test_a_negative_index_is_found(tokens: list[str]) -> None:
    sql('UPDATE ledger_entry SET "index" = -5 WHERE token = %s', fill(1)[0])
    assert faults(ledger.verify()) == {Fault.EXTRA}


@pytest.mark.parametrize(("one", "other"), [(10, 11), (3, 599)])
def test_rows_that_changed_places_are_found(tokens: list[str], one: int, other: int) -> None:
    change("index", one, -1)
    change("index", other, one)
    change("index", -1, other)
    report = ledger.verify()
    assert faults(report) == {Fault.MOVED}
    assert indexes(report, Fault.MOVED) == [one, other]


def test_a_whole_ledger_turned_round_is_found(tokens: list[str]) -> None:
    sql('UPDATE ledger_entry SET "index" = -1 - "index"')
    sql('UPDATE ledger_entry SET "index" = "index" + 600')
    report = ledger.verify()
    assert faults(report) == {Fault.MOVED}
    assert report.faults == 600


@pytest.mark.parametrize("left", [0, 1, 256, 400])
def test_a_truncated_ledger_is_found(tokens: list[str], left: int) -> None:
    sql('DELETE FROM ledger_entry WHERE "index" >= %s', left)
    report = ledger.verify()
    assert faults(report) == {Fault.MISSING}
    assert report.faults == 600 - left
    assert indexes(report, Fault.MISSING)[0] == left


@pytest.mark.slow
def test_random_tampering_is_found_every_time(tokens: list[str]) -> None:
    dice = random.Random(11)
    for number in range(2000):
        with transaction.atomic(using="vault"):
            done = tampered_at_random(dice.randrange)
            assert not ledger.verify().sound, (number, done)
            transaction.set_rollback(True, using="vault")
    assert ledger.verify().sound
