"""Where the bench's shops keep their data: SQLite's files in each shop's folder, or a pair of databases of a PostgreSQL server."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

from . import meter

ROOT = Path(__file__).resolve().parent.parent
PAIR = ("shop", "vault")
# The server lives as long as the shell's input is open. It says where it is, in which folder, or nothing.
_SERVER = 'trap stop_postgres EXIT; . dev/postgres; start_postgres >&2 || exit 1; echo "$SHOP_URL $PG_PLACE"; read -r _'


class NoServer(Exception):
    """There is no PostgreSQL here, and it could not be installed."""


class Stores(Protocol):
    @property
    def words(self) -> str:
        """Which databases, and set to what."""

    def environment(self, shop: str) -> dict[str, str]:
        """What tells the shop of this name where its data is."""

    def make(self, shop: str) -> None:
        """Empty databases, without tables."""

    def copy(self, shop: str, other: str) -> None:
        """The databases of one shop once more, for another. Nobody may be connected to them."""

    def cpu(self) -> float:
        """Seconds of CPU that processes of their own have used."""


class Sqlite:
    """Files of the shop's folder: made when they are opened, copied with the folder, read by the shop's own processes."""

    words = "two SQLite files, WAL, synchronous=FULL, secure_delete"

    def environment(self, shop: str) -> dict[str, str]:
        return {}

    def make(self, shop: str) -> None: ...

    def copy(self, shop: str, other: str) -> None: ...

    def cpu(self) -> float:
        return 0.0


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """Two databases a shop, on one server. `url` is of any database of it, `pid` of the server."""

    url: str
    pid: int
    words: str = "two PostgreSQL databases of one server, as it comes (fsync and synchronous_commit on)"

    def environment(self, shop: str) -> dict[str, str]:
        return {f"TROTH_{half.upper()}_URL": self._url(f"{shop}_{half}") for half in PAIR}

    def make(self, shop: str) -> None:
        for half in PAIR:
            self._tell(f'CREATE DATABASE "{shop}_{half}"')

    def copy(self, shop: str, other: str) -> None:
        for half in PAIR:
            self._tell(f'CREATE DATABASE "{other}_{half}" TEMPLATE "{shop}_{half}"')

    def cpu(self) -> float:
        return meter.cpu(self.pid)

    def _url(self, database: str) -> str:
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{database}"))

    def _tell(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """A server of the bench's own, gone with it. Raises NoServer."""
    shell = subprocess.Popen(["sh", "-c", _SERVER], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert shell.stdin
    assert shell.stdout
    try:
        url, _, folder = shell.stdout.readline().strip().partition(" ")
        if not url:
            raise NoServer("there is no PostgreSQL server here, and it could not be installed")
        pid = (Path(folder) / "data" / "postmaster.pid").read_text().split()[0]
        yield PostgreSQL(url, int(pid))
    finally:
        shell.stdin.close()
        shell.wait(60)
