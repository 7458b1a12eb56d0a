"""Who is reading: one mailbox may be behind an account and several guest orders; to its owner they are one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from allauth.account.models import EmailAddress

from troth import channels, gate, people
from troth.people.models import User

KIND, SESSION = "privacy", "privacy_session"
LINK_HOURS, SESSION_HOURS = 24, 2


@dataclass(frozen=True, slots=True)
class Reader:
    """Everything one reader may see as their own. `account` is None for guests."""

    persons: tuple[gate.PersonId, ...]
    account: int | None = None

    @property
    def first(self) -> gate.PersonId:
        return self.persons[0]


def of_account(user: User) -> Reader | None:
    """The person behind an account, and what they ordered as a guest at the same, proven, address."""
    person = people.person_of(user)
    if person is None:
        return None
    proven = EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists()
    guests = gate.guests_beside(user.email) if proven else []
    return Reader((person, *(guest for guest in guests if guest != person)), user.pk)


def ask_for_link(email: str) -> None:
    """Send a link to what we hold about guests at this address, if there are any. Says nothing either way.

    One look-up and one message in both cases; the one for nobody leads nowhere and is dropped on leaving.
    """
    guests = gate.guests_at(email)
    if guests:
        channels.send("privacy_link", guests[0])
    else:
        channels.send("account_unknown", gate.new_alias())


def knock(token: str) -> bool:
    """Whether a mailed link leads somewhere; does not use it up."""
    return channels.links.valid(KIND, token)


def enter(token: str) -> str | None:
    """Use a mailed link up for a token that a cookie may hold for two hours; None if it leads nowhere."""
    person = channels.links.redeem(KIND, token)
    return channels.links.mint(SESSION, person, hours=SESSION_HOURS) if person else None


def of_cookie(token: str) -> Reader | None:
    """The guest a privacy cookie stands for."""
    person = channels.links.look(SESSION, token)
    return _guest(person) if person else None


def leave(token: str) -> None:
    channels.links.redeem(SESSION, token)


def _guest(person: uuid.UUID) -> Reader | None:
    first = gate.PersonId(int=person.int)
    if gate.standing(first) is None:
        return None
    beside = [guest for alias in gate.aliases_of(first) for guest in gate.guests_beside(alias)]
    return Reader(tuple(dict.fromkeys([first, *beside])))
