"""Account ↔ person. The binding is in the vault; the shop store cannot say."""

from __future__ import annotations

from typing import Any

from troth import gate


class NobodyBehind(LookupError):
    """An account without a person: a superuser made by hand, or somebody whose erasure is just being finished."""


def person_of(user: Any) -> gate.PersonId | None:
    """The person an account belongs to; None for visitors and for accounts that belong to nobody."""
    standing = standing_of(user)
    return gate.PersonId(int=standing.person.int) if standing is not None else None


def standing_of(user: Any) -> gate.Standing | None:
    """What is known of the person behind an account; None for visitors and for accounts that belong to nobody.

    Read once for an account object, since several rooms of one page ask. Good for drawing a page: whatever a person's
    word decides, the gate reads anew.
    """
    if not getattr(user, "is_authenticated", False) or user.pk is None:
        return None
    if getattr(user, "standing_of_person", None) is None:
        user.standing_of_person = gate.standing_of_account(user.pk)
    found: gate.Standing | None = user.standing_of_person
    return found


def read_anew(user: Any) -> None:
    """The person behind this account has just said something."""
    user.standing_of_person = None


def person_behind(user: Any) -> gate.PersonId:
    """The same, where there must be one. Raises `NobodyBehind`."""
    person = person_of(user)
    if person is None:
        raise NobodyBehind("this account belongs to nobody")
    return person
