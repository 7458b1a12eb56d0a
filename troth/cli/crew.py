"""The workers for pages, and the small process that watches them (Linux only, docs/adr/0011).

What loads the program is a process of its own. It forks the workers, and is ended as soon as all of them serve: until
then it would hold a copy of every page of memory that they have written to. Nothing heavy may be imported here.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from types import FrameType

_PR_SET_CHILD_SUBREAPER = 36  # Linux, prctl(2)
_TOLD_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
KILLED_AFTER = 10  # seconds a worker has after it was told to stop
STEADY = 6.0  # seconds; a worker that ends sooner would only end again
TICK = 0.2  # seconds between two looks

type Begin = Callable[[int, int], None]


class Loader:
    """A process that loads the program, forks `many` workers and stays until it is told to stop.

    It calls `begin(many, ready)`; each worker writes a line with its process id to the descriptor `ready` when it serves.
    """

    def __init__(self, many: int, begin: Begin) -> None:
        self.many, self._heard = many, b""
        self._lines, ready = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            os.close(self._lines)
            _become(lambda: begin(many, ready))
        os.close(ready)
        os.set_blocking(self._lines, False)

    def workers(self) -> list[int]:
        """Process ids of those that serve by now."""
        with suppress(BlockingIOError):
            self._heard += os.read(self._lines, 4096)
        return [int(line) for line in self._heard.split(b"\n")[:-1]]

    def end(self) -> None:
        """Leave the workers to this process, which has asked to be given the children of its children."""
        os.close(self._lines)
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


class Crew:
    """`many` workers: one that ends is replaced, while the others serve."""

    def __init__(self, many: int, begin: Begin) -> None:
        self.many, self.begin = many, begin
        self.workers: dict[int, float] = {}  # process ids, and since when they serve (monotonic seconds)
        self.loader: Loader | None = None
        self.stopping = self.failed = False

    def run(self) -> int:
        """An exit code: 0 once it was told to stop and has, 1 where it does not stay up."""
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
        for each in _TOLD_TO_STOP:
            signal.signal(each, self._stop)
        while not self.stopping and not self.failed:
            self._look()
            time.sleep(TICK)
        self._end()
        return 0 if self.stopping else 1

    def _look(self) -> None:
        for pid, code in _ended():
            self._miss(pid, code)
        if self.loader is not None:
            self._take_over(self.loader)
        elif not self.failed and (missing := self.many - len(self.workers)):
            self.loader = Loader(missing, self.begin)

    def _miss(self, pid: int, code: int) -> None:
        loads, since = self.loader is not None and self.loader.pid == pid, self.workers.get(pid)
        self._forget(pid)
        if since is not None:
            sys.stderr.write(f"A worker for pages ended ({how(code)}).\n")
        # A loader that ends by itself has said why.
        self.failed = self.failed or loads or (since is not None and time.monotonic() - since < STEADY)

    def _forget(self, pid: int) -> None:
        self.workers.pop(pid, None)
        if self.loader is not None and self.loader.pid == pid:
            self.loader = None

    def _take_over(self, loader: Loader) -> None:
        ready = loader.workers()
        if len(ready) == loader.many:
            loader.end()
            self.loader = None
            self.workers |= dict.fromkeys(filter(_lives, ready), time.monotonic())

    def _end(self) -> None:
        loader = [self.loader.pid] if self.loader else []
        _tell(signal.SIGTERM, [*self.workers, *loader])
        self._wait(KILLED_AFTER)
        _tell(signal.SIGKILL, self.workers)
        self._wait(2.0)  # a loader has killed its own by then
        _tell(signal.SIGKILL, loader if self.loader else [])

    def _wait(self, seconds: float) -> None:
        """Until no child is left, or so long."""
        until = time.monotonic() + seconds
        while (self.workers or self.loader) and time.monotonic() < until:
            for pid, _code in _ended():
                self._forget(pid)
            time.sleep(0.05)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True


def how(code: int) -> str:
    """A process's end in words. `code`: as `os.waitstatus_to_exitcode` tells it."""
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _become(begin: Callable[[], None]) -> None:
    """In a fork: be that, and nothing else afterwards."""
    for each in _TOLD_TO_STOP:
        signal.signal(each, signal.SIG_DFL)
    try:
        begin()
    except Exception:  # whatever it was: a fork never goes on as its parent
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(1)  # nobody told it to


def _ended() -> Iterator[tuple[int, int]]:
    """Children that have ended, with their exit codes."""
    with suppress(ChildProcessError):
        while (told := os.waitpid(-1, os.WNOHANG))[0]:
            yield told[0], os.waitstatus_to_exitcode(told[1])


def _lives(pid: int) -> bool:
    """Of a child: whether there is something of it, if only its exit code."""
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def _tell(number: signal.Signals, pids: Iterable[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
