"""Which orders are one buyer's, as far as the shop can tell: by the account, or by the mailbox of a guest.

Nothing is opened and nothing is kept: who they are leaves this file as a number that means nothing elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import batched

from troth import gate

AT_ONCE = 2000


def buyers(parties: Collection[gate.PartyId]) -> Mapping[gate.PartyId, int]:
    """For each order's party the number of its buyer. One of whom nobody knows anything any more is a buyer by itself.

    Two queries for each two thousand orders, and two for each two thousand persons.
    """
    persons: dict[gate.PartyId, gate.PersonId] = {}
    for part in batched(parties, AT_ONCE, strict=False):
        persons |= gate.persons_of_parties(part)
    numbers = _numbered(dict.fromkeys(persons.values()))
    strangers = (party for party in parties if party not in persons)
    found = {party: numbers[person] for party, person in persons.items()}
    return found | {party: number for number, party in enumerate(strangers, start=len(numbers))}


def _numbered(persons: Iterable[gate.PersonId]) -> dict[gate.PersonId, int]:
    """Persons of one mailbox have one number."""
    numbers: dict[gate.PersonId, int] = {}
    guests: dict[gate.PersonId, frozenset[gate.PersonId]] = {}
    for part in batched(persons, AT_ONCE, strict=False):
        guests |= gate.guests_beside_each(part)
    for number, (person, beside) in enumerate(guests.items()):
        same = {numbers[each] for each in {person, *beside} & numbers.keys()}
        mine = min(same, default=number)
        numbers.update({each: mine for each, theirs in numbers.items() if theirs in same})
        numbers.update(dict.fromkeys({person, *beside}, mine))
    return numbers
