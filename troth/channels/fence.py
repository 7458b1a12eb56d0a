"""The opt-out fence: when is a "no" true for messages that were already checked?

A message is leased (a committed row) *before* the gate is asked for its address. A "no" commits in the vault first and
then looks for leases. So whatever was asked before the "no" is seen here, and whatever is asked after it is refused:
check-then-send without the lease lets some through between the two. A lease ends with the hand-over, at the latest
after `queue.LEASE`.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import suppress

from django.utils import timezone

from troth import gate

from . import handles
from .errors import NotSealed
from .models import Message, State


def in_flight(person: gate.PersonId) -> bool:
    """Whether a message to this person (or to a party of theirs) is leaving right now."""
    taken = Message.objects.filter(state=State.LEASED, lease_until__gt=timezone.now())
    leaving = [*_recipients(taken.values_list("whose", "to"))]
    if not leaving:
        return False
    aliases = {to for to in leaving if isinstance(to, str)}
    theirs: set[handles.To] = {person, *gate.parties_of(person), *(aliases & set(gate.aliases_of(person)))}
    return not theirs.isdisjoint(leaving)


def _recipients(rows: Iterable[tuple[str, str]]) -> Iterator[handles.To]:
    for whose, to in rows:
        with suppress(NotSealed):  # nobody can tell who that is, so it leaves to nobody
            yield handles.take(whose, to)


def settle(person: gate.PersonId, *, seconds: float = 5.0) -> bool:
    """Wait until nothing is leaving to this person; False when something still is after so many seconds.

    Call it after the person's word is stored. At most a few rows are looked at: as many as there are workers.
    """
    until = time.monotonic() + seconds
    while in_flight(person):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
