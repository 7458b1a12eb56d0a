"""Which person an account or an order's party is, and which roles an employee has. The shop store cannot say."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from troth.policy import Actor, Ask, Verb
from troth.policy import Refused as RefusedDecision
from troth.vault import journal, links
from troth.vault.models import Alias, Record, Role

from . import entries
from .errors import NotDeclared, Refused
from .find import islands, own_key
from .ids import PartyId, PersonId
from .inforce import policy
from .known import Standing, judge, standing_behind, standings
from .work import hold, vault_work


def bind_account(person: PersonId, user_pk: int) -> None:
    """From now on this account is this person's, and so are the addresses they gave."""
    with vault_work():
        hold(person)
        own = own_key(person)
        if own is None:
            raise Refused("2a.form", "nobody", "There is nobody here by that id.")
        if links.person_of(links.ACCOUNT, str(user_pk)) is not None:  # the table sees a second one in one epoch only
            raise Refused("2a.form", "bound", "This account is somebody's already.")
        links.bind(links.ACCOUNT, str(user_pk), own)
        Alias.objects.filter(person=person).update(account=True)


def person_of_account(user_pk: int) -> PersonId | None:
    person = links.person_of(links.ACCOUNT, str(user_pk))
    return PersonId(int=person.int) if person else None


def standing_of_account(user_pk: int) -> Standing | None:
    """Of the person an account belongs to, without opening anything. One query, as for the person alone."""
    return standing_behind(links.ACCOUNT, str(user_pk))


def account_of_person(person: PersonId) -> int | None:
    own = own_key(person)
    bound = links.targets_of(links.ACCOUNT, own) if own else []
    return int(bound[0]["target"]) if bound else None


def parties_of(person: PersonId) -> list[PartyId]:
    own = own_key(person)
    if own is None:
        return []
    rows = Record.objects.filter(key__in=list(islands(own)), party__isnull=False)
    return [PartyId(int=party.int) for party in rows.values_list("party", flat=True).distinct() if party]


def person_of_party(party: PartyId) -> PersonId | None:
    return persons_of_parties([party]).get(party)


def persons_of_parties(parties: Iterable[PartyId]) -> dict[PartyId, PersonId]:
    held = list(Record.objects.filter(party__in=list(parties)).values_list("party", "key_id").distinct())
    owners = links.persons_of(links.ISLAND, {str(key) for _, key in held})
    return {
        PartyId(int=party.int): PersonId(int=owners[str(key)].int)
        for party, key in held
        if party and str(key) in owners
    }


def roles_of(user_pk: int) -> frozenset[str]:
    person = person_of_account(user_pk)
    return frozenset(Role.objects.filter(person=person).values_list("role", flat=True)) if person else frozenset()


def grant_role(user_pk: int, role: str, *, actor: Actor) -> None:
    _change_role(user_pk, role, actor, granted=True)


def revoke_role(user_pk: int, role: str, *, actor: Actor) -> None:
    _change_role(user_pk, role, actor, granted=False)


def _change_role(user_pk: int, role: str, actor: Actor, *, granted: bool) -> None:
    if role not in policy().roles:
        raise NotDeclared("role", role)
    with vault_work():
        person = person_of_account(user_pk)
        own = own_key(person) if person else None
        if person is None or own is None:
            raise Refused("S.need_to_know", "nobody", "This account belongs to nobody, so it can hold no role.")
        ask = Ask(Verb.USE, "manage_staff", actor, "staff", frozenset(policy().kinds["staff"].fields))
        decision = judge(ask, standings([person])[person])
        entries.write(
            own.subject,
            entries.body(ask, decision, (), state=f"{role}:{'granted' if granted else 'revoked'}"),
        )
        if decision.allowed and granted:
            Role.objects.get_or_create(person_id=person, role=role, defaults={"since": timezone.now()})
        elif decision.allowed:
            Role.objects.filter(person=person, role=role).delete()
        if decision.allowed:
            journal.write_role(person, role, granted)
    if isinstance(decision, RefusedDecision):
        raise Refused.by(decision)
