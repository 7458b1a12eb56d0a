"""The way out of mails one can do without: one press of the link in the mail, no log-in (RFC 8058)."""

from __future__ import annotations

from dataclasses import dataclass

from troth import channels, gate
from troth.channels import stopping

from . import choices
from .choices import Bound
from .reader import Reader


@dataclass(frozen=True, slots=True)
class Stop:
    """What a link would stop."""

    purpose: str
    label: str
    reader: Reader


def behind(purpose: str, token: str) -> Stop | None:
    """Where a link leads, without using it up: mail programs press more than once. None if it leads nowhere."""
    declared = gate.policy().purposes.get(purpose)
    person = channels.links.look(stopping.kind(purpose), token) if declared and declared.choice else None
    if declared is None or person is None:
        return None
    first = gate.PersonId(int=person.int)
    if gate.standing(first) is None:
        return None
    beside = [guest for alias in gate.aliases_of(first) for guest in gate.guests_beside(alias)]
    return Stop(purpose, declared.label, Reader(tuple(dict.fromkeys([first, *beside]))))


def stop(found: Stop) -> Bound:
    """No more mails of this kind, to anybody behind the mailbox. Binds at once."""
    return choices.choose(found.reader, found.purpose, "email", False)
