"""Which placing of an order an entry is about, where that is certain.

The ledger names a pseudonym for each key, and orders of one person and year share a key. So an entry is surely about one
order as long as it was the only one under that pseudonym, and about its own where it tells of an order's data
being taken in. Of all other entries the answer is: one of several. Reads the ledger in its own order, not by the clock.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from troth import ledger
from troth.policy import Verb
from troth.vault.models import Record

from .find import islands, own_key
from .ids import PartyId, PersonId
from .inforce import policy

MOST = 2000  # entries of somebody's orders that are read; of more nothing is said
TOGETHER = timedelta(seconds=5)  # one placing is written at once
CORRECTING = "rights_request"


@dataclass(frozen=True, slots=True)
class Behind:
    """An entry is about what was taken in at `taken_at`, for one of `parties`: those under the same key."""

    taken_at: datetime
    parties: frozenset[PartyId]


@dataclass
class _Placing:
    at: datetime
    kinds: set[str] = field(default_factory=set)


def behind(person: PersonId, entries: Collection[uuid.UUID]) -> dict[uuid.UUID, Behind]:
    """The certain ones of some entries of a person. Opens nothing; entries of others are left out."""
    own = own_key(person)
    if own is None or not entries:
        return {}
    keys = {key.subject: key.id for key in islands(own).values()}
    held: dict[uuid.UUID, set[PartyId]] = {}
    for key, party in Record.objects.filter(key__in=keys.values()).values_list("key", "party"):
        if party is not None:
            held.setdefault(key, set()).add(PartyId(int=party.int))
    written = ledger.entries_for([*keys], limit=MOST + 1)
    if len(written) > MOST:
        return {}
    by_subject: dict[str, list[ledger.Recorded]] = {}
    for entry in reversed(written):
        by_subject.setdefault(entry.subject, []).append(entry)
    wanted = {str(entry) for entry in entries}
    return {
        uuid.UUID(token): Behind(placing.at, frozenset(held.get(keys[subject], ())))
        for subject, theirs in by_subject.items()
        for token, placing in _certain(theirs)
        if token in wanted
    }


def _certain(entries: Iterable[ledger.Recorded]) -> Iterable[tuple[str, _Placing]]:
    """Token and placing of each entry that can be about one only, oldest first."""
    placings: list[_Placing] = []
    for entry in entries:
        body = entry.body
        if body.verb == Verb.COLLECT and body.decision == "allowed" and _of_order(body):
            last = placings[-1] if placings else None
            if last is None or body.kind in last.kinds or entry.at - last.at > TOGETHER:
                placings.append(_Placing(entry.at))
            placings[-1].kinds.add(body.kind)
            yield entry.token, placings[-1]
        elif len(placings) == 1:
            yield entry.token, placings[0]


def _of_order(body: ledger.EntryBody) -> bool:
    """Taken in with an order, and not put right later."""
    kind = policy().kinds.get(body.kind)
    return kind is not None and kind.of == "party" and body.purpose != CORRECTING
