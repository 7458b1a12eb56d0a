"""Between the request, which appends, and the store, which is asked about once a second.

What is lost when a process is killed is what came since the last flush: a second of counts. While the store does not answer,
sums wait, and no request behind them: what was seen is classified once and forgotten.
"""

from __future__ import annotations

import threading
from collections import Counter

from .. import agents
from ..flushing import Flushing, Waiting
from ..models.counting import What
from . import countries, store, tally
from .seen import Seen, source
from .several import Several
from .terms import term

MOST = 20_000  # requests put aside; the oldest are dropped
KNOWN = tally.Known(agents.read, countries.country, Several(), Several())

_waiting: Waiting[Seen] = Waiting(MOST)
_owed: tally.Sums = Counter()  # what the store has not taken yet
_one_at_a_time = threading.Lock()

note = _waiting.append  # the request pays this


def flush() -> int:
    """Count what was put aside; how many requests. Raises DatabaseError, and then adds their sums the next time."""
    with _one_at_a_time:
        taken = _waiting.take(MOST)
        if taken:
            try:
                _learn(taken)
            except Exception:
                _waiting.put_back(taken)
                raise
            # Only once: a name that has been heard often enough is known from then on, and its first times are told once.
            _owed.update(tally.summed(taken, KNOWN))
        store.add(_owed)
        _owed.clear()
    return len(taken)


def forget() -> None:
    """Drop what waits and what is known."""
    with _one_at_a_time:
        _waiting.clear()
        _owed.clear()
        KNOWN.sites.clear()
        KNOWN.words.clear()


flushing = Flushing("counting", flush, lost=_waiting.lost)
begin = flushing.begin


def _learn(taken: list[Seen]) -> None:
    """Names that stand in the counts are known, whichever process heard them first. At most two queries."""
    for several, what, brought in (
        (KNOWN.sites, What.SOURCE, {source(seen) for seen in taken}),
        (KNOWN.words, What.SEARCH, {term(seen.words) for seen in taken if seen.words}),
    ):
        several.learn(store.named(what, several.unknown(brought - {""})))
