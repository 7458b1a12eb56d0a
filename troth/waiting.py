"""The few threads that pages are made with, and how many of them may stand waiting for one visitor or for all.

A request that does nothing but wait (for a body that is slow to arrive, for the moment at which every answer is given) holds a
thread. Whoever makes many wait at once, by a handful of lines that send a byte a minute, would hold them all. So there is
room for some, which leaves threads for everybody else, and for one network there is not all of it.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from . import peers

PROCESSORS: Final = os.cpu_count() or 1  # `troth serve` gives a process two threads for each and one more
PART: Final = max(1, PROCESSORS // 2)


class Room:
    """`many`: how many may wait at a time; `of_one`: from one network. `patience`: seconds to wait for room itself.

    Networks are known for as long as they are in it.
    """

    def __init__(self, many: int, of_one: int, patience: float = 0.0) -> None:
        self._many, self._of_one, self._patience = many, of_one, patience
        self._inside: Counter[str] = Counter()
        self._changed = threading.Condition()

    @contextmanager
    def for_one(self, network: str) -> Iterator[bool]:
        """Whether there was room for one more."""
        with self._changed:
            fits = self._fits(network) or self._changed.wait_for(lambda: self._fits(network), self._patience)
            self._inside[network] += fits
        try:
            yield fits
        finally:
            with self._changed:
                self._inside[network] -= fits
                if not self._inside[network]:
                    del self._inside[network]
                self._changed.notify_all()

    def _fits(self, network: str) -> bool:
        return self._inside.total() < self._many and self._inside[network] < self._of_one


# Bodies are there at once, or nearly; who comes while another one is read waits for a moment. A long one comes in pieces.
BODIES = Room(PROCESSORS, PART, patience=0.25)
PIECES = Room(PROCESSORS, PART, patience=0.25)
ANSWERS = Room(PROCESSORS, max(2, PART))  # a button pressed twice is two


def network_of(head: dict[str, Any]) -> str:
    """Where a request comes from, without the part of its address that is a household's; "" where nobody knows."""
    address = peers.of_head(head)
    return peers.shortened(address) if address is not None else ""
