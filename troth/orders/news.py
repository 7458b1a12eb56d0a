"""The box "Write to me about new products": a yes counts once the mailbox is known to be the buyer's.

Who is signed in has shown that. A guest may have typed anybody's address, so their wish travels in the link of the
mail that confirms the order, and counts when that link is used. Nothing here ever takes back a no: only its owner
does that, on their privacy page.
"""

from __future__ import annotations

from troth import gate

PURPOSE, CHANNEL = "newsletter", "email"
NO = frozenset({gate.State.DECLINED, gate.State.WITHDRAWN, gate.State.OBJECTED})


def grant(person: gate.PersonId, *, source: str) -> None:
    """Record the yes, unless there is a no. The order stands whatever becomes of it."""
    standing = gate.standing(person)
    if standing is None or _said_no(standing):
        return
    try:
        gate.choose(person, PURPOSE, CHANNEL, gate.State.GRANTED, actor=gate.the_person(person), source=source)
    except gate.Refused:
        return  # the refusal is in the ledger


def _said_no(standing: gate.Standing) -> bool:
    """A no for mails about this, or for this on every channel."""
    lines = (standing.choices.get((PURPOSE, channel)) for channel in (CHANNEL, ""))
    return any(line is not None and line.state in NO for line in lines)
