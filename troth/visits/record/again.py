"""Who looked at what a moment ago, so that reloading a page is not another look.

Held by the process for half an hour as numbers that say nothing outside it: each is mixed with a salt of its own.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from threading import Lock
from typing import Final

SECONDS: Final = 30 * 60.0
MOST: Final = 10_000

_SALT: Final = secrets.token_bytes(16)
_seen: OrderedDict[tuple[int, int], float] = OrderedDict()  # whose, and what of theirs
_one_at_a_time = Lock()


def again(account: int, product: str) -> bool:
    """Whether this is a second look within half an hour; it is remembered as a look either way."""
    mark, now = (_whose(account), hash((_SALT, account, product))), time.monotonic()
    with _one_at_a_time:
        before = _seen.pop(mark, None)
        _seen[mark] = now if before is None or now - before >= SECONDS else before
        while len(_seen) > MOST:
            _seen.popitem(last=False)
    return before is not None and now - before < SECONDS


def forget(account: int) -> None:
    """Every look of theirs is a first one again."""
    whose = _whose(account)
    with _one_at_a_time:
        for mark in [mark for mark in _seen if mark[0] == whose]:
            del _seen[mark]


def forget_all() -> None:
    """Everybody's is."""
    with _one_at_a_time:
        _seen.clear()


def _whose(account: int) -> int:
    return hash((_SALT, account))
