"""What limits count, shared by all processes of a machine: one small file beside the stores, or a Redis of the operator.

allauth counts in Django's default cache and cannot be told another, so the default cache (`Own`) sends
what it counts, and what we count ourselves, on to the cache `limits`. Everything else stays in the memory of its process.

The name of a count is a keyed digest, its value times or numbers of orders, as JSON: no address, and nothing that runs
when it is read. The file belongs to neither store: a count must not wait for the disk, and may be lost with a machine.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.cache import BaseCache, caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.utils.crypto import salted_hmac

try:  # the fixed SQLite, see troth/sqlite/base.py
    import pysqlite3.dbapi2 as sqlite3
except ImportError:  # no wheel for this platform
    import sqlite3

COUNTED = ("allauth", "troth:")  # how the keys begin that limits count under
PATIENCE = 5.0  # seconds to wait for another process's write
_TABLE = (
    "CREATE TABLE IF NOT EXISTS counts (name TEXT PRIMARY KEY, value TEXT NOT NULL, ends REAL NOT NULL) WITHOUT ROWID"
)
# NORMAL, because the last counts may go with the power; with WAL the file stays whole all the same.
_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-256;"
_NEVER = float("inf")


class Own(LocMemCache):
    """The default cache: what a process keeps for itself, and the way to `limits` for what is counted."""

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        if key.startswith(COUNTED):
            return caches["limits"].add(key, value, timeout, version)
        return super().add(key, value, timeout, version)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        if key.startswith(COUNTED):
            return caches["limits"].get(key, default, version)
        return super().get(key, default, version)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        if key.startswith(COUNTED):
            caches["limits"].set(key, value, timeout, version)
        else:
            super().set(key, value, timeout, version)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        if key.startswith(COUNTED):
            return caches["limits"].incr(key, delta, version)
        return super().incr(key, delta, version)

    def delete(self, key: str, version: int | None = None) -> bool:
        if key.startswith(COUNTED):
            return caches["limits"].delete(key, version)
        return super().delete(key, version)

    def clear(self) -> None:
        super().clear()
        caches["limits"].clear()


class Counts(BaseCache):
    """A file that several processes count in. `LOCATION` is its path."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._path = Path(location)
        self._lines = threading.local()

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Write it unless there is one that still counts: one statement, so that only one of two comers wins."""
        put = (
            "INSERT INTO counts VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE "
            "SET value = excluded.value, ends = excluded.ends WHERE counts.ends <= ?"
        )
        return self._do(put, (*self._row(key, value, timeout, version), time.time())).rowcount > 0

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        name = self.make_key(key, version)
        found = self._do("SELECT value FROM counts WHERE name = ? AND ends > ?", (name, time.time())).fetchone()
        return json.loads(found[0]) if found else default

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._do("INSERT OR REPLACE INTO counts VALUES (?, ?, ?)", self._row(key, value, timeout, version))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """One statement, so that of two who count at once both are counted. Raises ValueError where nothing counts."""
        more = "UPDATE counts SET value = CAST(CAST(value AS INTEGER) + ? AS TEXT) WHERE name = ? AND ends > ? RETURNING value"
        found = self._do(more, (delta, self.make_key(key, version), time.time())).fetchone()
        if found is None:
            raise ValueError("there is no such count")
        return int(found[0])

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        asked = (self._ends(timeout), self.make_key(key, version), time.time())
        return self._do("UPDATE counts SET ends = ? WHERE name = ? AND ends > ?", asked).rowcount > 0

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._do("DELETE FROM counts WHERE name = ?", (self.make_key(key, version),)).rowcount > 0

    def clear(self) -> None:
        self._do("DELETE FROM counts")

    def sweep(self) -> int:
        """Take out what counts no longer; how many."""
        return self._do("DELETE FROM counts WHERE ends <= ?", (time.time(),)).rowcount

    def rows(self) -> Iterator[tuple[str, str]]:
        """Everything in the file, as it lies there: names and values."""
        return iter(self._do("SELECT name, value FROM counts").fetchall())

    def _row(self, key: str, value: Any, timeout: Any, version: int | None) -> tuple[str, str, float]:
        return self.make_key(key, version), json.dumps(value), self._ends(timeout)

    def _ends(self, timeout: Any) -> float:
        ends = self.get_backend_timeout(timeout)
        return _NEVER if ends is None else ends

    def _do(self, statement: str, values: tuple[Any, ...] = ()) -> Any:
        return self._line().execute(statement, values)

    def _line(self) -> Any:
        """This thread's connection; a new one after a fork, because SQLite's do not survive it."""
        if getattr(self._lines, "process", None) != os.getpid():
            line = sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None)
            line.executescript(_PRAGMAS + _TABLE)
            self._path.chmod(0o600)
            self._lines.line, self._lines.process = line, os.getpid()
        return self._lines.line


class Json:
    """How values travel to Redis. Django's own way would run what it reads there."""

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value).encode()

    def loads(self, kept: bytes) -> Any:
        return json.loads(kept)


def name_of(key: str, prefix: str, version: int) -> str:
    """A cache's KEY_FUNCTION: a keyed digest of a key that may hold a network or an account."""
    return salted_hmac("troth.people.counts", f"{prefix}:{version}:{key}", algorithm="sha256").hexdigest()


def sweep() -> int:
    """Take out what counts no longer. Redis does that by itself."""
    limits = caches["limits"]
    return limits.sweep() if isinstance(limits, Counts) else 0
