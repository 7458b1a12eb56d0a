"""Who asks. There is no actor without a purpose, and none that may do everything."""

from __future__ import annotations

from troth.policy import Actor, ActorKind
from troth.vault import links
from troth.vault.models import Role

from .errors import NotDeclared
from .find import own_key
from .ids import PersonId
from .inforce import policy


def the_person(person: PersonId | None) -> Actor:
    """The data subject, acting on their own data. None: somebody we know nothing of yet, or only by a browser's cookie."""
    return Actor(ActorKind.PERSON, str(person) if person else "")


def employee(user_pk: int, only: frozenset[str] | None = None) -> Actor:
    """An employee with the roles the vault knows of. Without a role: an employee who may see nothing.

    `only`: a program of theirs asks, which was lent these purposes and no others.
    """
    person = links.person_of(links.ACCOUNT, str(user_pk))
    if person is None:
        return Actor(ActorKind.EMPLOYEE, only=only)
    own = own_key(PersonId(int=person.int))
    roles = frozenset(Role.objects.filter(person=person).values_list("role", flat=True))
    return Actor(ActorKind.EMPLOYEE, own.subject if own else "", roles & set(policy().roles), only=only)


def system(purpose: str) -> Actor:
    """Background work, for one purpose."""
    if purpose not in policy().purposes:
        raise NotDeclared("purpose", purpose)
    return Actor(ActorKind.SYSTEM, purpose=purpose)
