"""`troth serve`: prepare the shop if it needs it, then run one process for pages and one for everything else.

The two are kept running: one that dies is started again, after a pause that grows. SIGINT or SIGTERM stops both; what is
half done is either finished or taken up by the next start.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

THREADS = 2 * (os.cpu_count() or 1) + 1  # a process; each holds a connection to both stores
GRACE = 15.0  # seconds to finish what is half done
STEADY = 20.0  # a child that lived so long counts as started
HOPELESS = 5  # starts in a row that failed


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("serve", help="Start the shop. The first time, make everything it needs.")
    parser.add_argument("--host", default="127.0.0.1", help="Address to listen on (default: this machine only).")
    parser.add_argument("--port", type=_port, help="Port to listen on (default: PORT, TROTH_PORT or 8000).")
    parser.add_argument("--workers", type=int, default=1, help="Processes for pages (default: 1).")
    parser.add_argument(
        "--threads", type=int, default=THREADS, help=f"Requests a process works on at once (default: {THREADS})."
    )
    parser.add_argument("--prepare-only", action="store_true", help="Make everything the shop needs, and stop.")
    parser.set_defaults(run=_run, needs_shop=False)


def _run(told: argparse.Namespace) -> int:
    if told.port:
        os.environ["PORT"] = str(told.port)  # before the settings are read, here and in the children
    from . import prepare

    prepared = prepare.prepare()
    if told.prepare_only:
        return 0
    port = prepare.port()
    if not _free(told.host, port):
        sys.stderr.write(
            f"Port {port} is taken by another program. Stop it, or choose another: troth serve --port 8001\n"
        )
        return 1
    return Supervisor(children(told, port), (told.host, port), lambda: prepare.welcome(prepared)).run()


def children(told: argparse.Namespace, port: int) -> list[Child]:
    python = [sys.executable, "-m"]
    pages = ["--host", told.host, "--port", str(port), "--workers", str(told.workers), "--threads", str(told.threads)]
    return [Child("pages", [*python, "troth.cli.pages", *pages]), Child("tasks", [*python, "troth.cli.rounds"])]


@dataclass
class Child:
    """A process of ours, in a process group of its own, so that nothing of it outlives it."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    start_at: float = 0.0

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603 (our own command)

    def look(self) -> None:
        """Start it if it is due; notice if it died."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.start_at:
                self.start()
        elif (code := self.process.poll()) is not None:
            self._kill_group()
            self.failures = self.failures + 1 if now - self.started < STEADY else 1
            sys.stderr.write(f"The {self.name} process ended ({_how(code)}); starting it again.\n")
            self.process, self.start_at = None, now + self.pause()

    def pause(self) -> float:
        """Seconds before the next start: at once after the first failure, then longer."""
        return min(2.0 ** (self.failures - 1) - 1, 30.0)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, until: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            sys.stderr.write(f"The {self.name} process does not stop by itself and is ended.\n")
        self._kill_group()

    def _kill_group(self) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                return
            self.process.wait()


@dataclass
class Supervisor:
    children: list[Child]
    at: tuple[str, int]
    welcome: Callable[[], None] = lambda: None
    stopping: bool = field(default=False, init=False)

    def run(self) -> int:
        for wanted in (signal.SIGINT, signal.SIGTERM):
            signal.signal(wanted, self._stop)
        greeted = False
        while not self.stopping:
            for child in self.children:
                child.look()
            if not greeted and not _free(*self.at):
                greeted = True
                self.welcome()
            if any(child.failures >= HOPELESS for child in self.children):
                sys.stderr.write("It does not stay up. What it said is above; `troth doctor` may know more.\n")
                break
            time.sleep(0.2)
        for child in self.children:
            child.stop()
        until = time.monotonic() + GRACE
        for child in self.children:
            child.end(until)
        return 0 if self.stopping else 1

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True


def _free(host: str, port: int) -> bool:
    """Whether nobody answers there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as line:
        line.settimeout(1)
        return line.connect_ex(("127.0.0.1" if host == "0.0.0.0" else host, port)) != 0  # noqa: S104 (compared only)


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _port(text: str) -> int:
    try:
        port = int(text)
    except ValueError:
        port = 0
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return port
