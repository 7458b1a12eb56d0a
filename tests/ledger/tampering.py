"""What someone with the database in hand may do to a ledger of 600 entries under three checkpoints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from troth.ledger import sequencing, store, tiles
from troth.ledger.leaf import entry_hashes
from troth.ledger.report import Fault, Report

from .conftest import STEPS, fill, sql

ENTRY = ["id", "index", "token", "subject", "body", "salt"]


def faults(report: Report) -> set[Fault]:
    return {finding.fault for finding in report.findings}


def indexes(report: Report, fault: Fault) -> list[int | None]:
    return [finding.index for finding in report.findings if finding.fault is fault]


def flipped(value: Any) -> Any:
    """One bit other."""
    if isinstance(value, int):
        return value ^ 1
    if isinstance(value, str):
        return value[:4] + chr(ord(value[4]) ^ 1) + value[5:]
    return bytes(value)[:4] + bytes([bytes(value)[4] ^ 1]) + bytes(value)[5:]


def change(column: str, index: int, value: Any) -> None:
    sql(f'UPDATE ledger_entry SET "{column}" = %s WHERE "index" = %s', value, index)


def column(name: str, index: int) -> Any:
    return sql(f'SELECT "{name}" FROM ledger_entry WHERE "index" = %s', index)[0][0]


def renumber(start: int, by: int) -> None:
    """Shift the indexes from `start` on, in two steps because they are unique."""
    sql('UPDATE ledger_entry SET "index" = -1 - "index" WHERE "index" >= %s', start)
    sql('UPDATE ledger_entry SET "index" = -1 - "index" + %s WHERE "index" < 0', by)


def rebuild_tiles() -> None:
    """Make tiles that fit the entries as they now are."""
    rows = store.entries(0, 1 << 40)
    sql("DELETE FROM ledger_tile")
    store.save_tiles(tiles.grow(0, {}, entry_hashes(rows)).changed)


def rewind(size: int) -> None:
    """The database of an earlier day."""
    sql('DELETE FROM ledger_entry WHERE "index" >= %s', size)
    sql("DELETE FROM ledger_checkpoint WHERE size > %s", size)
    rebuild_tiles()


def sign_again() -> None:
    """Another history, without a seam."""
    sql("DELETE FROM ledger_checkpoint")
    sql("DELETE FROM ledger_tile")
    sql('UPDATE ledger_entry SET "index" = NULL')
    for step in STEPS:
        sequencing.sequence(step)


def tampered_at_random(draw: Callable[[int], int]) -> str:
    """One of the things one can do, somewhere; what was done."""
    index, other = draw(600), draw(600)
    what = draw(6)
    if what == 0:
        name = ENTRY[2 + draw(4)]
        change(name, index, flipped(column(name, index)))
        return f"{name} of {index}"
    if what == 1:
        sql('DELETE FROM ledger_entry WHERE "index" = %s', index)
        return f"removed {index}"
    if what == 2:
        sql('DELETE FROM ledger_entry WHERE "index" >= %s', index)
        return f"truncated at {index}"
    if what == 3:
        renumber(index, 1)
        sql('UPDATE ledger_entry SET "index" = %s WHERE token = %s', index, fill(1)[0])
        return f"inserted at {index}"
    if what == 4:
        other = other if other != index else (index + 1) % 600
        row, body = column("body", index), column("body", other)
        change("body", index, body)
        change("body", other, row)
        return f"swapped the bodies of {index} and {other}"
    other = other if other != index else (index + 1) % 600
    for name in ("subject", "body"):
        change(name, index, column(name, other))
    return f"wrote {other} over {index}"
