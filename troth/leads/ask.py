"""`ask`: what an employee gives a partner by hand, to be told where somebody works.

The organization as it is known here, if it is, and a number that only the shop can read. Decided and recorded by the gate,
before either is seen: the person reads on My privacy that a partner was asked, by whom, and when.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from troth import gate
from troth.orders import jobs
from troth.recipients.inbound import Door, label_of

from . import numbers
from .purpose import KIND, PURPOSE

RECIPIENT: Final = "lead_partner"  # as the policy calls it


@dataclass(frozen=True, slots=True)
class Given:
    """`organization`: None where nobody has said where they work."""

    number: str
    organization: gate.Personal | None


def declared() -> bool:
    """Whether the policy lets a partner be asked at all."""
    return RECIPIENT in gate.policy().recipients


def ask(person: gate.PersonId, partner: str, actor: gate.Actor) -> Given:
    """Raises LookupError where there is no such partner, `gate.Refused` where it is none of their job, or for a no of theirs."""
    jobs.may(actor, PURPOSE)
    label_of(Door.LEADS, partner)
    if not declared():
        raise LookupError("the policy names no such recipient")
    told = gate.disclose(person, purpose=PURPOSE, recipient=RECIPIENT, actor=actor)
    given = Given(numbers.seal(person, partner), told.fields.get(KIND, {}).get("organization"))
    gate.outcome(told, "delivered")
    return given
