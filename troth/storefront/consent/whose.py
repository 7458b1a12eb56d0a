"""Whose choices are set: somebody signed in, or a guest whose mailbox has answered; nobody but the browser otherwise."""

from __future__ import annotations

from django.http import HttpRequest

from troth.people.persons import person_of
from troth.visits.consent import Persons

from ..privacy.who import reader_of


def whose(request: HttpRequest) -> Persons:
    """A guest may be several: each order of theirs without an account is one."""
    person = person_of(request.user)
    if person is not None:
        return (person,)
    guest = reader_of(request) if not request.user.is_authenticated else None
    return guest.persons if guest is not None else ()
