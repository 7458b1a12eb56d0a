"""Every statement the ledger sends to its store.

Plain SQL: an append has to cost little more than its insert, and verification reads millions of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

STORE = "vault"
# The key of PostgreSQL's advisory lock that makes sequencers wait for each other. Any fixed number does.
SEQUENCER = int.from_bytes(b"sequence")


class Row(NamedTuple):
    """An entry as stored. In a store someone has tampered with, any part may be of another type."""

    id: int
    place: int | None  # the index; a tuple has a method of that name
    token: str
    subject: str
    body: str
    salt: bytes


class CheckpointRow(NamedTuple):
    id: int
    size: int
    note: str


def connection() -> BaseDatabaseWrapper:
    return connections[STORE]


def _rows(sql: str, values: Sequence[Any] = ()) -> list[Any]:
    with connection().cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


# Entries ------------------------------------------------------------------------------------------------

_COLUMNS = 'id, "index", token, subject, body, salt'
_INSERT = "INSERT INTO ledger_entry (token, subject, body, salt) VALUES (%s, %s, %s, %s)"


def insert(row: tuple[str, str, str, bytes]) -> None:
    with connection().cursor() as cursor:
        cursor.execute(_INSERT, row)


def insert_many(rows: Sequence[tuple[str, str, str, bytes]]) -> None:
    """One statement for all of them."""
    if rows:
        with connection().cursor() as cursor:
            places = ", ".join(["(%s, %s, %s, %s)"] * len(rows))
            cursor.execute(
                f"INSERT INTO ledger_entry (token, subject, body, salt) VALUES {places}",  # noqa: S608
                [value for row in rows for value in row],
            )


def pending(limit: int) -> list[Row]:
    """Entries without an index, oldest first.

    By "no index" and never by "id above the last": on PostgreSQL a lower id may be committed later.
    """
    return _rows(
        'SELECT id, -1, token, subject, body, salt FROM ledger_entry WHERE "index" IS NULL ORDER BY id LIMIT %s',
        [limit],
    )


def any_pending() -> bool:
    return bool(_rows('SELECT 1 FROM ledger_entry WHERE "index" IS NULL LIMIT 1'))


def assign(first: int, ids: Sequence[int]) -> int:
    """Give the entries consecutive indexes from `first` on; how many took one."""
    with connection().cursor() as cursor:
        if connection().vendor == "postgresql":
            cursor.execute(
                'UPDATE ledger_entry AS entry SET "index" = %s + given.place - 1 '
                "FROM unnest(%s::bigint[]) WITH ORDINALITY AS given (id, place) "
                'WHERE entry.id = given.id AND entry."index" IS NULL',
                [first, list(ids)],
            )
        else:
            cursor.executemany(
                'UPDATE ledger_entry SET "index" = %s WHERE id = %s AND "index" IS NULL',
                list(enumerate(ids, first)),
            )
        return cursor.rowcount


def entries(start: int, end: int) -> list[Row]:
    """Entries with start ≤ index < end, in order of index."""
    return _rows(
        'SELECT id, "index", token, subject, body, salt FROM ledger_entry '
        'WHERE "index" >= %s AND "index" < %s ORDER BY "index", id',
        [start, end],
    )


def any_of(verb: str, start: int, end: int) -> bool:
    """Whether one of the entries with start ≤ index < end tells of this verb."""
    sql = 'SELECT 1 FROM ledger_entry WHERE "index" >= %s AND "index" < %s AND body LIKE %s LIMIT 1'
    return bool(_rows(sql, [start, end, f'%"verb":"{verb}"%']))


def entry(token: str) -> Row | None:
    found = _rows('SELECT id, "index", token, subject, body, salt FROM ledger_entry WHERE token = %s', [token])
    return Row(*found[0]) if found else None


def entries_of(subjects: Sequence[str], limit: int | None, before: str | None) -> list[Row]:
    """Entries of any of the subjects, newest first; `before` is the token of the one to continue after."""
    marks = ", ".join(["%s"] * len(subjects))
    sql = f"SELECT {_COLUMNS} FROM ledger_entry WHERE subject IN ({marks})"  # noqa: S608
    values: list[Any] = list(subjects)
    if before is not None:
        sql += " AND id < (SELECT id FROM ledger_entry WHERE token = %s)"
        values.append(before)
    sql += " ORDER BY id DESC"
    if limit is not None:
        sql += " LIMIT %s"
        values.append(limit)
    return [Row(*row) for row in _rows(sql, values)]


def pending_count() -> int:
    return int(_rows('SELECT count(*) FROM ledger_entry WHERE "index" IS NULL')[0][0])


def id_range() -> tuple[int, int]:
    """Lowest and highest id; (0, 0) of an empty ledger."""
    low, high = _rows("SELECT min(id), max(id) FROM ledger_entry")[0]
    return (low or 0, high or 0)


def body_from(id: int) -> tuple[int, str] | None:
    """Id and body of the first entry with that id or a higher one."""
    found = _rows("SELECT id, body FROM ledger_entry WHERE id >= %s ORDER BY id LIMIT 1", [id])
    return found[0] if found else None


def hours_from(id: int) -> list[tuple[str, int]]:
    """("2026-11-22T16", how many) from that id on, in order of hours."""
    place = "strpos" if connection().vendor == "postgresql" else "instr"
    hour = f"""substr(body, {place}(body, '"at":"') + 6, 13)"""
    sql = f"SELECT {hour} AS hour, count(*) FROM ledger_entry WHERE id >= %s GROUP BY {hour} ORDER BY hour"  # noqa: S608
    return _rows(sql, [id])


def refused_from(id: int, limit: int) -> list[str]:
    """Bodies of refusals from that id on, newest first."""
    sql = "SELECT body FROM ledger_entry WHERE id >= %s AND body LIKE %s ORDER BY id DESC LIMIT %s"
    return [row[0] for row in _rows(sql, [id, '%"decision":"refused"%', limit])]


def newest_body() -> str | None:
    found = _rows("SELECT body FROM ledger_entry ORDER BY id DESC LIMIT 1")
    return found[0][0] if found else None


def outside_tree(limit: int) -> list[Row]:
    """Entries with an index that no checkpoint covers. One statement sees all of a sequencer's work."""
    found = _rows(
        'SELECT id, "index", token, subject, body, salt FROM ledger_entry WHERE "index" < 0 OR "index" >= '
        "coalesce((SELECT size FROM ledger_checkpoint ORDER BY id DESC LIMIT 1), 0) "
        'ORDER BY "index" LIMIT %s',
        [limit],
    )
    return [Row(*row) for row in found]


# Tiles --------------------------------------------------------------------------------------------------


def tile(level: int, number: int) -> bytes | None:
    found = _rows("SELECT hashes FROM ledger_tile WHERE level = %s AND number = %s", [level, number])
    return bytes(found[0][0]) if found and not isinstance(found[0][0], (int, str)) else None


def tiles(wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    pairs = sorted(wanted)
    if not pairs:
        return {}
    either = " OR ".join(["level = %s AND number = %s"] * len(pairs))
    found = _rows(
        f"SELECT level, number, hashes FROM ledger_tile WHERE {either}",  # noqa: S608
        [part for pair in pairs for part in pair],
    )
    return {(level, number): bytes(hashes) for level, number, hashes in found}


def leaf_tiles(start: int, end: int) -> dict[int, Any]:
    """Contents of level 0, start ≤ number < end; unchecked."""
    found = _rows(
        "SELECT number, hashes FROM ledger_tile WHERE level = 0 AND number >= %s AND number < %s",
        [start, end],
    )
    return dict(found)


def tile_shapes(after: int, limit: int) -> list[tuple[int, int, int, int]]:
    """(id, level, number, length in bytes) of tiles with a higher id than `after`."""
    return _rows(
        "SELECT id, level, number, length(hashes) FROM ledger_tile WHERE id > %s ORDER BY id LIMIT %s",
        [after, limit],
    )


def save_tiles(changed: dict[tuple[int, int], bytes]) -> None:
    with connection().cursor() as cursor:
        cursor.executemany(
            "INSERT INTO ledger_tile (level, number, hashes) VALUES (%s, %s, %s) "
            "ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes",
            [(level, number, hashes) for (level, number), hashes in changed.items()],
        )


# Checkpoints --------------------------------------------------------------------------------------------


def latest_checkpoint() -> CheckpointRow | None:
    found = _rows("SELECT id, size, note FROM ledger_checkpoint ORDER BY id DESC LIMIT 1")
    return CheckpointRow(*found[0]) if found else None


def checkpoints(after: tuple[int, int], newest: int, limit: int) -> list[CheckpointRow]:
    """Checkpoints up to the id `newest`, by size; from beyond `after`, a (size, id), on."""
    found = _rows(
        "SELECT id, size, note FROM ledger_checkpoint "
        "WHERE id <= %s AND (size > %s OR (size = %s AND id > %s)) ORDER BY size, id LIMIT %s",
        [newest, after[0], after[0], after[1], limit],
    )
    return [CheckpointRow(*row) for row in found]


def save_checkpoint(size: int, note: str, at: datetime) -> None:
    with connection().cursor() as cursor:
        moment = connection().ops.adapt_datetimefield_value(at)
        cursor.execute("INSERT INTO ledger_checkpoint (size, note, at) VALUES (%s, %s, %s)", [size, note, moment])


def lock_tree() -> None:
    """Wait until no other sequencer is at work, until the end of the transaction.

    On SQLite the transaction itself is that lock: ours begin IMMEDIATE.
    """
    if connection().vendor == "postgresql":
        _rows("SELECT pg_advisory_xact_lock(%s)", [SEQUENCER])
