"""Everything the served shop has written anywhere, as bytes: what somebody with the disks would read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.browser.practice_shop import PracticeShop

DECLARED = ("outbox", "exports")  # folders that are declared to hold letters and exports
SHOP, VAULT = ("shop", "shop.sqlite3"), ("vault", "vault.sqlite3")


def cells(shop: PracticeShop, store: tuple[str, str]) -> Iterator[tuple[str, bytes]]:
    """(table.column, value) for every cell of a store that is not empty."""
    name, file = store
    url = shop.urls.get(f"TROTH_{name.upper()}_URL", "")
    yield from _postgresql(url) if url else _sqlite(shop.home / file)


def files(shop: PracticeShop) -> Iterator[tuple[str, bytes]]:
    """Every file under TROTH_HOME (databases with their journals among them) but the declared folders, and the logs."""
    for path in sorted(shop.home.rglob("*")):
        inside = path.relative_to(shop.home)
        if path.is_file() and inside.parts[0] not in DECLARED:
            yield str(inside), path.read_bytes()
    yield "what the processes said", shop.log.read_bytes()


def outbox(shop: PracticeShop) -> bytes:
    return b"".join(path.read_bytes() for path in (shop.home / "outbox").glob("*.eml"))


def _sqlite(file: Path) -> Iterator[tuple[str, bytes]]:
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as store:
        tables = [row[0] for row in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            found = store.execute(f'SELECT * FROM "{table}"')
            yield from _named(table, [column[0] for column in found.description], found)


def _postgresql(url: str) -> Iterator[tuple[str, bytes]]:
    import psycopg

    with psycopg.connect(url) as store:
        tables = store.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            found = store.execute(f'SELECT * FROM "{table}"')  # type: ignore[arg-type]
            yield from _named(table, [column.name for column in found.description or ()], found)


def _named(table: str, columns: list[str], rows: Any) -> Iterator[tuple[str, bytes]]:
    for row in rows:
        for column, value in zip(columns, row, strict=True):
            if value is not None:
                yield (
                    f"{table}.{column}",
                    bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode(),
                )
