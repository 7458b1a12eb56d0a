"""The process for pages stays small, replaces a worker that ends, and leaves nobody behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from troth.cli.crew import STEADY

ROOT = Path(__file__).parents[2]
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks only on Linux")


PREPARED = """
import sys
from troth.cli import prepare
note = prepare.prepare()
assert prepare.prepare() == note, "it was prepared already"
assert note.log_ins
print("django.db.models" in sys.modules)
"""


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Those of a prepared shop on SQLite."""
    place = tmp_path_factory.mktemp("crew")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "PORT"))}
    told = {**clean, "TROTH_HOME": str(place / "home"), "TROTH_KEYS": str(place / "keys")}
    told["DJANGO_SETTINGS_MODULE"] = "troth.settings"
    prepared = subprocess.run([sys.executable, "-c", PREPARED], cwd=ROOT, env=told, capture_output=True, text=True)
    assert prepared.returncode == 0, prepared.stderr[-2000:]
    assert prepared.stdout.endswith("False\n"), "who asked for it has the program in its memory"
    return told


@contextmanager
def pages(surroundings: dict[str, str], *, workers: int) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The process for pages, and its port."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        port = line.getsockname()[1]
    words = f"-m troth.cli.pages --host 127.0.0.1 --port {port} --workers {workers} --threads 1".split()
    process = subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, env=surroundings, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield process, port
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def healthy(port: int) -> bool:
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).status == 200
    except OSError:
        return False


def until(comes: Callable[[], object]) -> None:
    ends = time.monotonic() + 60
    while not comes():
        assert time.monotonic() < ends, "that took too long"
        time.sleep(0.1)


def has_two(process: subprocess.Popen[str], *, without: int = 0) -> bool:
    """Two workers that serve: threads beside their first one, and nobody who still loads the program for them."""
    now = children(process.pid)
    return (
        len(now) == 2 and without not in now and all(len([*Path(f"/proc/{each}/task").iterdir()]) > 2 for each in now)
    )


@linux
def test_a_worker_that_ends_is_replaced_and_a_stop_leaves_nobody(surroundings: dict[str, str]) -> None:
    with pages(surroundings, workers=2) as (process, port):
        until(lambda: has_two(process))
        assert healthy(port)
        first = children(process.pid)
        time.sleep(STEADY + 0.5)  # one that ends sooner is not replaced
        os.kill(first[0], signal.SIGKILL)
        until(lambda: has_two(process, without=first[0]))
        assert first[1] in children(process.pid), "the other goes on"
        assert healthy(port)
        last = children(process.pid)
        process.terminate()
        assert process.wait(20) == 0
        assert "A worker for pages ended (signal 9)." in process.stderr.read()  # type: ignore[union-attr]
    assert not any(Path(f"/proc/{each}").exists() for each in last)


@linux
def test_where_the_program_does_not_load_nobody_stays(surroundings: dict[str, str]) -> None:
    with pages({**surroundings, "TROTH_UNHEARD_OF": "1"}, workers=1) as (process, _port):
        assert process.wait(60) == 1
        assert "TROTH_UNHEARD_OF" in process.stderr.read()  # type: ignore[union-attr]


@linux
def test_it_stops_while_the_program_is_still_being_loaded(surroundings: dict[str, str]) -> None:
    with pages(surroundings, workers=1) as (process, _port):
        until(lambda: children(process.pid))
        loader = children(process.pid)[0]
        process.terminate()
        assert process.wait(15) == 0
    assert not Path(f"/proc/{loader}").exists()


def test_the_process_that_stays_beside_the_workers_loads_nothing_of_the_program() -> None:
    asked = "import sys; from troth.cli import pages; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in told.stdout.split()}
    assert not loaded & {"django", "granian", "multiprocessing", "asyncio", "dataclasses"}
    assert [name for name in told.stdout.split() if name.startswith("troth.")] == [
        "troth.cli",
        "troth.cli.crew",
        "troth.cli.orphans",
        "troth.cli.pages",
    ]
