"""Whatever someone does to tiles and checkpoints is found, and not blamed on the entries."""

from __future__ import annotations

import pytest

from troth import ledger
from troth.ledger import keys, store
from troth.ledger.note import Checkpoint, Signer, unverified
from troth.ledger.report import Fault

from .conftest import sql
from .tampering import change, column, faults, flipped, rebuild_tiles

pytestmark = pytest.mark.django_db(databases=["default", "vault"])


@pytest.mark.parametrize(("level", "number"), [(0, 0), (0, 1), (0, 2), (1, 0)])
def test_a_changed_tile_is_found_and_not_blamed_on_the_entries(tokens: list[str], level: int, number: int) -> None:
    [(hashes,)] = sql("SELECT hashes FROM ledger_tile WHERE level = %s AND number = %s", level, number)
    sql("UPDATE ledger_tile SET hashes = %s WHERE level = %s AND number = %s", flipped(hashes), level, number)
    report = ledger.verify()
    assert faults(report) == {Fault.TILE}
    assert f"Tile {level}/00{number}" in report.verdict


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM ledger_tile WHERE level = 0 AND number = 1",
        "DELETE FROM ledger_tile WHERE level = 1",
        "UPDATE ledger_tile SET hashes = %s WHERE level = 0 AND number = 0",
        "INSERT INTO ledger_tile (level, number, hashes) VALUES (0, 3, %s)",
        "INSERT INTO ledger_tile (level, number, hashes) VALUES (2, 0, %s)",
        "UPDATE ledger_tile SET number = 7 WHERE level = 0 AND number = 2",
    ],
)
def test_missing_short_and_surplus_tiles_are_found(tokens: list[str], damage: str) -> None:
    sql(damage, *([bytes(32)] if "%s" in damage else []))
    assert faults(ledger.verify()) == {Fault.TILE}


def test_a_tile_of_odd_length_is_found(tokens: list[str]) -> None:
    [(hashes,)] = sql("SELECT hashes FROM ledger_tile WHERE level = 0 AND number = 2")
    sql("UPDATE ledger_tile SET hashes = %s WHERE level = 0 AND number = 2", bytes(hashes) + b"more")
    assert faults(ledger.verify()) == {Fault.TILE}


def test_an_entry_changed_together_with_its_tiles_is_found(tokens: list[str]) -> None:
    change("body", 300, flipped(column("body", 300)))
    rebuild_tiles()
    report = ledger.verify()
    assert faults(report) == {Fault.REWRITTEN}
    assert "Between index 250 and 509" in report.verdict


@pytest.mark.parametrize("which", range(3))
def test_a_forged_checkpoint_is_found(tokens: list[str], which: int) -> None:
    forger = Signer(keys.signer().name, bytes(32))
    row = store.checkpoints((-1, 0), 1 << 40, 10)[which]
    forged = forger.sign(Checkpoint(forger.name, row.size, unverified(row.note).root).text())
    sql("UPDATE ledger_checkpoint SET note = %s WHERE id = %s", forged, row.id)
    report = ledger.verify()
    assert faults(report) == {Fault.CHECKPOINT}
    assert f"Checkpoint {row.id}" in report.verdict


@pytest.mark.parametrize("at", [0, 30, 60, 100, 150])
def test_a_changed_letter_of_a_checkpoint_is_found(tokens: list[str], at: int) -> None:
    row = store.checkpoints((-1, 0), 1 << 40, 10)[1]
    other = "A" if row.note[at] != "A" else "B"
    sql("UPDATE ledger_checkpoint SET note = %s WHERE id = %s", row.note[:at] + other + row.note[at + 1 :], row.id)
    assert Fault.CHECKPOINT in faults(ledger.verify())


@pytest.mark.parametrize("size", [0, 1, 599, 601, 10_000])
@pytest.mark.parametrize("which", [0, 2])
def test_a_checkpoint_with_another_size_is_found(tokens: list[str], size: int, which: int) -> None:
    row = store.checkpoints((-1, 0), 1 << 40, 10)[which]
    sql("UPDATE ledger_checkpoint SET size = %s WHERE id = %s", size, row.id)
    assert Fault.CHECKPOINT in faults(ledger.verify())


def test_checkpoints_in_another_order_are_found(tokens: list[str]) -> None:
    first, second, _third = store.checkpoints((-1, 0), 1 << 40, 10)
    for number, row in ((-1, first), (first.id, second), (second.id, None)):
        sql("UPDATE ledger_checkpoint SET id = %s WHERE id = %s", number, row.id if row else -1)
    assert Fault.CHECKPOINT in faults(ledger.verify())


def test_without_checkpoints_no_entry_counts_as_sealed(tokens: list[str]) -> None:
    sql("DELETE FROM ledger_checkpoint")
    assert Fault.EXTRA in faults(ledger.verify())
