"""Between the request, which puts a few words aside, and the vault, which is told of them in batches.

Each batch is an entry of the ledger, which stays; so visits wait until there are `ENOUGH` or the oldest has waited `SECONDS`.
They are in the memory of one process until then, and nowhere else: what is lost when it is killed is what came since the last
batch. A vault that doesn't answer loses the oldest beyond `MOST`, and their number is logged.
"""

from __future__ import annotations

import threading
import time

from django.views.decorators.debug import sensitive_variables

from troth import gate

from ..flushing import Flushing, Waiting
from .came import Came, noted

KIND, PURPOSE, SOURCE = "visit", "administer_site", "visit"
SECONDS = 30.0
ENOUGH = 500
AT_ONCE = 1000  # in one batch: one transaction, one entry
MOST = 20_000

_waiting: Waiting[Came] = Waiting(MOST)
_one_at_a_time = threading.Lock()

note = _waiting.append  # the request pays this


@sensitive_variables("taken")
def flush() -> int:
    """Hand what was put aside to the vault; how many it took. Raises DatabaseError, and then tries them the next time."""
    done = 0
    with _one_at_a_time:
        while taken := _waiting.take(AT_ONCE):
            try:
                batch = [noted(came) for came in taken]
                done += gate.note(KIND, batch, purpose=PURPOSE, source=SOURCE, actor=gate.system(PURPOSE))
            except Exception:
                _waiting.put_back(taken)
                raise
    return done


def is_due() -> bool:
    """Whether there are enough of them, or the oldest has waited long enough."""
    try:
        return len(_waiting) >= ENOUGH or time.time() - _waiting[0].at >= SECONDS
    except IndexError:  # nothing waits
        return False


flushing = Flushing("visit log", flush, is_due=is_due, lost=_waiting.lost)


def begin() -> None:
    """Flush from now on, in this process. For a server's worker, after it was forked."""
    _waiting.clear()  # what the first page drawn before the fork left is no visit
    flushing.begin()
