"""Words and names that only count once several have brought them: what one person types is kept nowhere.

Nobody is known here, so "several" is told by time: a quarter of an hour counts once, however often it was said in it.
What has been heard in `FEW` of them within a month may be written down. Until then it is in the memory of this process
only, and gone with it (docs/adr/0013).
"""

from __future__ import annotations

import random
import threading
from collections.abc import Iterable

from troth import gate

SLOT = 15 * 60  # seconds
REMEMBERED = 30 * 24 * 60 * 60 // SLOT  # slots
MOST = 10_000  # names of each sort
_chance = random.SystemRandom()


class Several:
    """Of one kind of name. May be asked from several threads."""

    def __init__(self, few: int = gate.FEW) -> None:
        self._few = few
        self._known: dict[str, int] = {}  # name → the last slot it was heard in
        self._pending: dict[str, set[int]] = {}
        self._lock = threading.Lock()

    def heard(self, name: str, at: float) -> int:
        """In how many slots it newly counts: 0 while too few brought it, or where it was already heard in this one."""
        slot = int(at) // SLOT
        with self._lock:
            if name in self._known:
                last, self._known[name] = self._known[name], slot
                return int(slot > last)
            slots = {each for each in self._pending.pop(name, ()) if each > slot - REMEMBERED} | {slot}
            if len(slots) < self._few:
                self._pending[name] = slots
                self._forget()
                return 0
            self._known[name] = slot
            self._forget()
            return len(slots)

    def is_known(self, name: str) -> bool:
        return name in self._known

    def unknown(self, names: Iterable[str]) -> set[str]:
        """Those that are not known yet."""
        return {name for name in names if name not in self._known}

    def learn(self, names: Iterable[str]) -> None:
        """They were known before, to this process or another: they stand in the counts."""
        with self._lock:
            for name in names:
                self._pending.pop(name, None)
                self._known.setdefault(name, -1)
            self._forget()

    def clear(self) -> None:
        with self._lock:
            self._known.clear()
            self._pending.clear()

    def _forget(self) -> None:
        """Of those that are known the one known longest: the store names it again (`buffer`)."""
        while len(self._known) > MOST:
            self._known.pop(next(iter(self._known)))
        if len(self._pending) > MOST:
            self._pending = _heard_most(self._pending, MOST * 3 // 4)


def _heard_most(pending: dict[str, set[int]], many: int) -> dict[str, set[int]]:
    """Those heard in the most quarters of an hour; among equals chance decides, not who came last.

    Made-up names, each sent once, so leave those that come again where they are.
    """
    names = [*pending]
    _chance.shuffle(names)
    names.sort(key=lambda name: -len(pending[name]))
    return {name: pending[name] for name in names[:many]}
