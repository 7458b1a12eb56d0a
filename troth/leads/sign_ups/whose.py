"""Whose a sign-up is: rows are read one by one, for nothing in them says which belong together."""

from __future__ import annotations

from troth import gate
from troth.channels import handles
from troth.channels.errors import NotSealed

from ..models import SignUp


def person_of(row: SignUp) -> gate.PersonId | None:
    """None for somebody who has been erased, or is sealed under a secret that is named no more."""
    try:
        to = handles.take(row.whose, row.to)
    except NotSealed:
        return None
    if isinstance(to, gate.PersonId):
        return to
    return gate.person_behind(to) if isinstance(to, str) else None
