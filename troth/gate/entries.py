"""How the gate speaks to the ledger: names and clauses, never a value."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from troth import ledger
from troth.policy import Actor, Ask, Decision, Refused

from .inforce import policy


def body(
    ask: Ask, decision: Decision, fields: Iterable[str] = (), *, state: str = "", refers: uuid.UUID | str = ""
) -> ledger.EntryBody:
    refused = isinstance(decision, Refused)
    return ledger.EntryBody(
        verb=str(ask.verb),
        decision="refused" if refused else "allowed",
        clause=decision.clause,
        code=decision.code if isinstance(decision, Refused) else "",
        purpose=ask.purpose,
        kind=ask.kind,
        fields=tuple(field if "." in field else f"{ask.kind}.{field}" for field in fields),
        recipient=ask.recipient,
        channel=ask.channel,
        actor_kind=str(ask.actor.kind),
        actor=ask.actor.ref,
        actor_words=words(ask.actor),
        source=ask.source,
        policy_version=policy().version,
        state=state,
        refers=str(refers),
    )


def words(actor: Actor) -> str:
    """Who, in words a page can translate: the person, a role, or a purpose of background work."""
    return "/".join(sorted(actor.roles)) or actor.purpose


def write(subject: str, written: ledger.EntryBody) -> ledger.Entry:
    return ledger.append(subject, written)
