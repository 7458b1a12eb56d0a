"""Who may bring in people and orders of an earlier shop, and in whose name it is done."""

from __future__ import annotations

from typing import Final

from troth import gate
from troth.orders import jobs

PURPOSE: Final = "take_over"
SOURCE: Final = "import"


def may(account: int) -> bool:
    """Whether an employee's job includes it, as the policy's roles have it."""
    return jobs.includes(gate.employee(account), PURPOSE)


def actor(account: int | None) -> gate.Actor:
    """The employee who sent the file; the command line is nobody in particular. Raises `gate.Refused`."""
    if account is None:
        return gate.system(PURPOSE)
    found = gate.employee(account)
    jobs.may(found, PURPOSE)
    return found
