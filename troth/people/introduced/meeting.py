"""Whom a service has introduced: somebody we know, a newcomer, or somebody who must knock at their own door first."""

from __future__ import annotations

from dataclasses import dataclass, field

from allauth.account.models import EmailAddress
from django.views.decorators.debug import sensitive_variables

from troth import gate
from troth.people import addresses, unproven
from troth.people.models import User
from troth.people.registering import Registration, Taken, register
from troth.recipients.sign_in import Told

from . import granted, links


@dataclass(frozen=True, slots=True)
class Known:
    """The account is connected."""

    user: User


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Nobody here has that address; an account can be made."""

    told: Told = field(repr=False)


@dataclass(frozen=True, slots=True)
class HasAccount:
    """There is an account at that address. Its owner signs in as ever, and connects it."""


@dataclass(frozen=True, slots=True)
class Unproven:
    """The service does not say that the address is theirs, or no address at all."""


@dataclass(frozen=True, slots=True)
class Employee:
    """No service lets anybody into the office."""


type Met = Known | Newcomer | HasAccount | Unproven | Employee


@sensitive_variables("told")
def meet(service: str, told: Told) -> Met:
    """Opens nothing, changes nothing. An address counts only where the service says that its mailbox has answered."""
    user = links.account_of(service, told)
    if user is not None:
        return Employee() if user.is_staff else Known(user)
    if not told.proven:
        return Unproven()
    return HasAccount() if _is_taken(told.email) else Newcomer(told)


@sensitive_variables("told", "name")
def join(service: str, told: Told, name: str, residence: str) -> User:
    """A newcomer says yes: person, account and connection. Raises Taken, `links.AnothersAlready`, `gate.Refused`.

    What the service said comes in by its own door, and what they typed by the sign-up's; each record says which.
    """
    if links.account_of(service, told) is not None:
        raise links.AnothersAlready
    theirs = name == told.name
    typed = {"residence": {"country": residence}, **({} if theirs else {"name": {"name": name}})}
    said = Registration(email=told.email, name=told.name if theirs else "", source=granted.SOURCE)
    user = register(said, proven=True)
    person = gate.person_of_account(user.pk)
    gate.collect(person, typed, purpose=granted.PURPOSE, source="sign_up")
    addresses.prove(EmailAddress.objects.get(user=user))
    links.connect(user, service, told, say_so=False)
    return user


def _is_taken(email: str) -> bool:
    """Whether an account stands at the address: a sign-up that nobody confirmed does not keep its owner out."""
    alias = gate.alias_at(email)
    user = User.objects.filter(email=alias).first() if alias else None
    return user is not None and unproven.is_proven(user)


__all__ = ["Employee", "HasAccount", "Known", "Met", "Newcomer", "Taken", "Unproven", "join", "meet"]
