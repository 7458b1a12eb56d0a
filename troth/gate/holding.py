"""`holds` and `without_a_yes`: whether there is a record of a kind, without opening it. Nothing is entered."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from itertools import batched

from django.db.models import Exists, OuterRef, Q

from troth.policy import State
from troth.policy.decide import NO
from troth.vault import links
from troth.vault.models import Choice, Key, Person, Record

from .find import of_islands, own_key
from .ids import PersonId
from .inforce import policy

AT_ONCE = 500


def holds(person: PersonId, kind: str) -> bool:
    """Whether a record of this kind of the person's own is kept."""
    own = own_key(person)
    if own is None or kind not in policy().kinds:
        return False
    return bool(of_islands(own, [kind])) or Record.objects.filter(key=own.row, kind=kind).exists()


def without_a_yes(kind: str, purposes: Collection[str], channel: str) -> list[PersonId]:
    """Whoever has a record of this kind and says yes to none of these purposes on the channel (any more)."""
    keys = list(Record.objects.filter(kind=kind, party=None).values_list("key_id", flat=True).distinct())
    found: set[uuid.UUID] = set()
    for some in batched(keys, AT_ONCE, strict=False):
        own = Key.objects.filter(id__in=some, person__isnull=False).values_list("person_id", flat=True)
        holders = {*own, *links.persons_of(links.ISLAND, [str(key) for key in some]).values()}
        people = Person.objects.filter(id__in=holders).exclude(_wants_any(purposes, channel))
        found.update(people.values_list("id", flat=True))
    return [PersonId(int=person.int) for person in sorted(found)]


def _wants_any(purposes: Collection[str], channel: str) -> Q:
    """A no, to the channel or to all of them, always wins."""
    wanted = Q(pk__in=())
    for purpose in purposes:
        said = Choice.objects.filter(person=OuterRef("pk"), purpose=purpose, channel__in=("", channel))
        yes = Q(Exists(said.filter(state=str(State.GRANTED))))
        wanted |= yes & ~Q(Exists(said.filter(state__in=[str(state) for state in NO])))
    return wanted
