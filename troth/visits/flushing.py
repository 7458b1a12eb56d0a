"""What waits in the memory of a process and is handed over now and then, by a thread of its own; and the last try at the end.

Waiting      the newest so many, put aside by requests; what is dropped for them is counted
Flushing     hands over regularly, later and later while the store does not answer
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from multiprocessing import util
from typing import Final

from django.db import close_old_connections

logger = logging.getLogger("troth.visits")

SECOND: Final = 1.0
LONGEST_PAUSE: Final = 30.0  # seconds between two tries, while the store does not answer
# Seconds for all last tries together. A worker that was told to stop is killed after `troth.cli.crew.KILLED_AFTER`; one
# try alone may wait for twice that, which is how long a store is asked.
LAST: Final = 5.0


class Waiting[T](deque[T]):
    """At most `most`; the oldest go first. Requests `append`; one thread takes."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self._lost = 0
        self._losing = threading.Lock()

    def append(self, each: T, /) -> None:  # the request pays this
        super().append(each)
        if len(self) > self.most:
            self._drop()

    def take(self, most: int) -> list[T]:
        """The oldest so many."""
        taken: list[T] = []
        with suppress(IndexError):  # dropped meanwhile by a request
            taken.extend(self.popleft() for _each in range(min(len(self), most)))
        return taken

    def put_back(self, taken: Iterable[T]) -> None:
        """In front of what came meanwhile."""
        self.extendleft(reversed([*taken]))
        self._drop()

    def lost(self) -> int:
        """How many were dropped since this was asked the last time."""
        with self._losing:
            lost, self._lost = self._lost, 0
        return lost

    def _drop(self) -> None:
        with self._losing:
            while len(self) > self.most:
                self.popleft()
                self._lost += 1


class Flushing:
    """`name` stands before lines of the log. `flush` may raise whatever it likes, and then keeps what it had.

    `is_due`: asked once a second. `lost`: how many were dropped since it was last asked.
    """

    def __init__(
        self,
        name: str,
        flush: Callable[[], object],
        *,
        is_due: Callable[[], bool] = lambda: True,
        lost: Callable[[], int] = lambda: 0,
    ) -> None:
        self._name, self._flush, self._is_due, self._lost = name, flush, is_due, lost
        self._stop = threading.Event()

    def begin(self) -> None:
        """From now on, in this process. For a server's worker, after it was forked."""
        self._stop.clear()
        threading.Thread(target=self._keep_flushing, name=self._name, daemon=True).start()
        _begun.append(self)
        # Not atexit: a forked worker ends by multiprocessing's own way out, which runs these instead.
        util.Finalize(None, end, exitpriority=10)

    def end(self) -> None:
        self._stop.set()
        self.tried()

    def tried(self) -> bool:
        """Whether it was handed over. Raises nothing; the text of an error may hold a value, so it is not logged."""
        close_old_connections()
        try:
            self._flush()
        except Exception as error:  # nothing may end the thread
            logger.error("%s: %s", self._name, type(error).__qualname__)
            return False
        finally:
            close_old_connections()
            if lost := self._lost():
                logger.error("%s: %d were dropped, because more came than could be handed over", self._name, lost)
        return True

    def _keep_flushing(self) -> None:
        pause = SECOND
        while not self._stop.wait(pause):
            pause = SECOND if not self._is_due() or self.tried() else min(pause * 2, LONGEST_PAUSE)


_begun: list[Flushing] = []


def end() -> None:
    """Everybody's last try, side by side: a store that does not answer must not use up the time of the others."""
    tries = [threading.Thread(target=each.end, name=each._name, daemon=True) for each in _begun]
    _begun.clear()
    for each in tries:
        each.start()
    until = time.monotonic() + LAST
    for each in tries:
        each.join(max(0.0, until - time.monotonic()))
        if each.is_alive():
            logger.error("%s: what had not been handed over is lost, because the store does not answer", each.name)
