"""Account ↔ person. The binding is in the vault; the shop store cannot say."""

from __future__ import annotations

from typing import Any

from troth import gate


class NobodyBehind(LookupError):
    """An account without a person: a superuser made by hand, or somebody whose erasure is just being finished."""


def person_of(user: Any) -> gate.PersonId | None:
    """The person an account belongs to; None for visitors and for accounts that belong to nobody."""
    if not getattr(user, "is_authenticated", False) or user.pk is None:
        return None
    return gate.person_of_account(user.pk)


def person_behind(user: Any) -> gate.PersonId:
    """The same, where there must be one. Raises `NobodyBehind`."""
    person = person_of(user)
    if person is None:
        raise NobodyBehind("this account belongs to nobody")
    return person
