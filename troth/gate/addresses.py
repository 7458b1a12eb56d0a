"""Sealed addresses: what stands for an e-mail address outside, and the one question that turns it back."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from troth.policy import Actor
from troth.vault import aliases, links
from troth.vault.models import Alias

from .errors import Refused
from .ids import PersonId
from .opened import Personal
from .use import use

new_alias = aliases.new
is_alias = aliases.is_alias


def alias_at(email: str) -> str | None:
    """The alias of the account at an address, if there is one."""
    known = aliases.at(email)
    return known[0].alias if known and known[0].account else None


def persons_at(email: str) -> list[PersonId]:
    """Everybody known at an address, guests included."""
    return list(dict.fromkeys(PersonId(int=alias.person_id.int) for alias in aliases.at(email)))


def aliases_of(person: PersonId) -> list[str]:
    return list(Alias.objects.filter(person=person).order_by("id").values_list("alias", flat=True))


def guests_at(email: str) -> list[PersonId]:
    """Everybody without an account known at an address."""
    # Nobody's handle where there is none: Django asks nothing for an empty list, and the time would tell.
    handles = [bytes(alias.handle) for alias in aliases.at(email)] or [bytes(32)]
    return _guests(Alias.objects.filter(handle__in=handles))


def guests_beside(alias: str) -> list[PersonId]:
    """Everybody without an account at the address behind an alias: earlier guest orders of one reader of one mailbox.

    Only for an alias whose mailbox has been proven. People who have an account are left out, or whoever types
    somebody else's address into their own account would be let in.
    """
    handles = Alias.objects.filter(alias=alias).values("handle")
    return _guests(Alias.objects.filter(handle__in=handles))


def guests_beside_each(persons: Collection[PersonId]) -> dict[PersonId, frozenset[PersonId]]:
    """For each person everybody without an account at one of their addresses, themselves included. Two queries.

    As `guests_beside`: for what is counted, never to let somebody in.
    """
    known: dict[bytes, set[PersonId]] = {}
    for handle, person in Alias.objects.filter(person__in=persons).values_list("handle", "person_id"):
        known.setdefault(bytes(handle), set()).add(PersonId(int=person.int))
    beside: dict[PersonId, set[PersonId]] = {person: set() for person in persons}
    there = Alias.objects.filter(handle__in=known) if known else Alias.objects.none()
    guests = there.exclude(person__links__what=links.ACCOUNT)
    for handle, guest in guests.values_list("handle", "person_id"):
        for person in known[bytes(handle)]:
            beside[person].add(PersonId(int=guest.int))
    return {person: frozenset(found) for person, found in beside.items()}


def _guests(rows: QuerySet[Alias]) -> list[PersonId]:
    people = rows.exclude(person__links__what=links.ACCOUNT).values_list("person_id", flat=True)
    return list(dict.fromkeys(PersonId(int=each.int) for each in people))


def person_behind(alias: str) -> PersonId | None:
    row = Alias.objects.filter(alias=alias).only("person_id").first()
    return PersonId(int=row.person_id.int) if row else None


def address_behind(alias: str, *, purpose: str, actor: Actor) -> Personal:
    """The address an alias stands for, for one message. Decides, records, opens; raises `Refused`."""
    row = Alias.objects.filter(alias=alias).only("person_id", "record_id").first()
    if row is None:
        raise Refused("3b.mails", "nobody", "This alias leads nowhere.")
    opened = use(PersonId(int=row.person_id.int), ["email"], purpose=purpose, actor=actor, channel="email")
    address = next((record["email"] for record in opened.all("email") if record.id == row.record_id), None)
    if not isinstance(address, Personal):
        raise Refused("3b.mails", "nobody", "This alias leads nowhere.")
    return address
