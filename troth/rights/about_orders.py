"""Which of the reader's orders a line of their record is about, where that can be told for certain.

The ledger cannot say: it names nobody's orders. The vault knows, under the reader's own key, which orders stand behind
a pseudonym; the books know when each was placed. Where two of their orders could be meant, none is named.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from troth import gate
from troth.orders import parties as order_parties

from .reader import Reader

NEAR = timedelta(seconds=60)  # between taking the data in and writing the order


def numbers(reader: Reader, entries: Collection[UUID]) -> dict[UUID, str]:
    """Order numbers of some entries; the others lack."""
    found: dict[UUID, gate.Behind] = {}
    for person in reader.persons:
        found |= gate.behind(person, entries)
    placed = order_parties.numbers({party for each in found.values() for party in each.parties})
    told = {}
    for entry, each in found.items():
        near = [
            number
            for party, (number, at) in placed.items()
            if party in each.parties and abs(at - each.taken_at) <= NEAR
        ]
        if len(near) == 1:
            told[entry] = near[0]
    return told
