"""A shop that is served, with workers of its own, visited from thousands of addresses: none lies anywhere in plain while it runs.

Searched is all that somebody on the machine could copy: stores with their write-ahead logs and journals, every file of the shop and every
new one in the folder for temporary files, files that are open and already deleted, what the server says, and the environment and
command line of each of its processes. Memory is not: what is not sealed yet waits there.
"""

from __future__ import annotations

import http.client
import os
import secrets
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser import stores
from tests.browser.practice_shop import PracticeShop, served
from tests.finder import found

pytestmark = pytest.mark.browser

MANY, AT_ONCE = 10_000, 4
# Of addresses that nobody has (RFC 1112, class E), and others in each run: what another program or an earlier run of this one has
# left in the folder for temporary files is not taken for this shop's.
MARK = f"{240 + secrets.randbelow(15)}.{100 + secrets.randbelow(156)}."
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
Places = Iterator[tuple[str, bytes]]


@dataclass
class Visited:
    shop: PracticeShop
    since: float


@pytest.fixture(scope="module")
def visited() -> Iterator[Visited]:
    since = time.time()
    with served(TROTH_PROXIES="127.0.0.1") as shop:
        with ThreadPoolExecutor(AT_ONCE) as several:
            answers = [each for part in several.map(lambda start: visits(shop, start), range(AT_ONCE)) for each in part]
        assert set(answers) == {200}
        assert len(answers) == MANY
        yield Visited(shop, since)


def visits(shop: PracticeShop, start: int) -> list[int]:
    """As a proxy hands them on: each from an address of its own, which the page before names too."""
    answers = []
    with closing(http.client.HTTPConnection("127.0.0.1", shop.port, timeout=60)) as line:
        for number in range(start, MANY, AT_ONCE):
            address = f"{MARK}{number // 250}.{number % 250}"
            line.request(
                "GET",
                "/products/" if number % 2 else "/",
                headers={
                    "Host": f"localhost:{shop.port}",
                    "User-Agent": FIREFOX,
                    "X-Forwarded-For": address,
                    "Referer": f"https://blog.example/?from={address}",
                },
            )
            answer = line.getresponse()
            answer.read()
            answers.append(answer.status)
    return answers


def everywhere(one: Visited) -> Places:
    for store in (stores.SHOP, stores.VAULT):
        yield from stores.cells(one.shop, store)
    yield from files(one.shop.place)
    yield from temporary(one)
    for process in processes(one.shop):
        yield from of_process(process)


def files(folder: Path) -> Places:
    for file in folder.rglob("*"):
        with suppress(OSError):  # gone meanwhile
            if file.is_file():
                yield f"file {file.relative_to(folder)}", file.read_bytes()


def temporary(one: Visited) -> Places:
    """Of this user, and written since the shop was begun."""
    for folder in {Path(tempfile.gettempdir()), Path("/var/tmp"), Path("/dev/shm")}:  # noqa: S108
        for file in folder.iterdir():
            with suppress(OSError):
                seen = file.stat()
                if file.is_file() and seen.st_mtime >= one.since and seen.st_uid == os.getuid():
                    yield f"temporary {file}", file.read_bytes()


def processes(shop: PracticeShop) -> list[Path]:
    """All that were started with this shop's home."""
    mine = f"TROTH_HOME={shop.home}".encode()
    return [each for each in Path("/proc").iterdir() if each.name.isdigit() and mine in read(each / "environ")]


def of_process(process: Path) -> Places:
    for name in ("environ", "cmdline", "comm", "status"):
        yield f"process {name}", read(process / name)
    with suppress(OSError):
        for handle in (process / "fd").iterdir():
            with suppress(OSError):
                if handle.is_file():  # an open file, deleted or not; no pipe and no socket
                    yield f"open {handle.readlink()}", handle.read_bytes()


def read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def sealed(shop: PracticeShop) -> int:
    """How many batches of visits the vault has."""
    with closing(sqlite3.connect(f"file:{shop.home / 'vault.sqlite3'}?mode=ro", uri=True)) as store:
        return int(store.execute("SELECT count(*) FROM vault_record WHERE kind = 'visit'").fetchone()[0])


@pytest.fixture
def on_files(visited: Visited) -> Visited:
    if visited.shop.urls:
        pytest.skip("its stores are a server's, whose files are not the shop's")
    return visited


def test_ten_thousand_visits_to_a_served_shop_leave_no_address_anywhere(visited: Visited) -> None:
    assert len(processes(visited.shop)) >= 3  # what serves, and what does the rest
    assert found([MARK], everywhere(visited)) == []


def test_the_search_sees_write_ahead_logs_the_log_and_every_worker(on_files: Visited) -> None:
    """Or it would find nothing because it looks nowhere."""
    names = {name for name, content in everywhere(on_files) if content}
    assert {"file home/vault.sqlite3", "file home/vault.sqlite3-wal", "file said.txt", "process environ"} <= names
    assert any(name.startswith("open ") and "vault.sqlite3" in name for name in names)
    assert sealed(on_files.shop) >= MANY // 1000


def test_an_address_in_any_of_these_places_would_be_found(visited: Visited, tmp_path: Path) -> None:
    """The controls: one address planted in each."""
    mark, address = "198.19.", "198.19.7.7"
    planted = visited.shop.home / "left-over.part"
    planted.write_text(address)
    with tempfile.NamedTemporaryFile(prefix="visits-control-") as left, tempfile.TemporaryFile() as deleted:
        for file in (left, deleted):
            file.write(address.encode())
            file.flush()
        seen = found([mark], [*everywhere(visited), *of_process(Path("/proc/self"))])
    planted.unlink()
    assert any("file home/left-over.part" in each for each in seen)
    assert any(each.startswith("temporary") and "visits-control-" in each for each in seen)
    assert any(each.startswith("open") and "deleted" in each for each in seen)
    with closing(sqlite3.connect(tmp_path / "plain.sqlite3")) as store:
        store.execute("PRAGMA journal_mode=WAL")
        store.execute("CREATE TABLE visit (address TEXT)")
        store.execute("INSERT INTO visit VALUES (?)", [address])
        store.commit()
        assert any("plain.sqlite3-wal" in each for each in found([mark], files(tmp_path)))
