"""The shop as it is served: granian with two workers of four threads, on the loopback interface."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from . import meter
from .place import ROOT, Failed, Place

WORKERS, THREADS = 2, 4
PATIENCE = 90  # seconds until it must answer


@dataclass(frozen=True, slots=True)
class Server:
    place: Place
    pid: int

    @property
    def port(self) -> int:
        return self.place.port

    def cpu(self) -> float:
        return meter.cpu(self.pid)

    def store_cpu(self) -> float:
        """Of the database's own processes, where it has any; other shops of the run may use them too, in turns."""
        return self.place.stores.cpu()

    def pss(self) -> float:
        return meter.pss(self.pid)


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


@contextmanager
def serving(place: Place, *, workers: int = WORKERS) -> Iterator[Server]:
    """A running server, stopped at the end. Raises Failed with what it said if it does not come up."""
    command = [sys.executable, "-m", "troth.cli.pages", "--host", "127.0.0.1", "--port", str(place.port)]
    command += ["--workers", str(workers), "--threads", str(THREADS)]
    log = place.home / "server.log"
    with log.open("ab") as said:
        process = subprocess.Popen(command, cwd=ROOT, env=place.environment, stdout=said, stderr=said)
    try:
        _wait(place.port, process, lambda: log.read_text(errors="replace")[-3000:])
        yield Server(place, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(port: int, process: subprocess.Popen[bytes], said: object) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            line.request("GET", "/healthz")
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            line.close()
    raise Failed(f"the server did not come up:\n{said() if callable(said) else said}")
