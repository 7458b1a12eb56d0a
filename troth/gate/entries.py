"""How the gate speaks to the ledger: names and clauses, never a value.

A name that the policy does not know is left out: it could be anything, a person's among them.
"""

from __future__ import annotations

import uuid
from collections.abc import Container, Iterable, Mapping

from troth import ledger
from troth.policy import Actor, ActorKind, Ask, Decision, Kind, Refused

from .inforce import policy


def body(
    ask: Ask, decision: Decision, fields: Iterable[str] = (), *, state: str = "", refers: uuid.UUID | str = ""
) -> ledger.EntryBody:
    refused, known = isinstance(decision, Refused), policy()
    named = (field if "." in field else f"{ask.kind}.{field}" for field in fields)
    return ledger.EntryBody(
        verb=str(ask.verb),
        decision="refused" if refused else "allowed",
        clause=decision.clause,
        code=decision.code if isinstance(decision, Refused) else "",
        purpose=_known(ask.purpose, known.purposes),
        kind=_known(ask.kind, known.kinds) or _known(ask.kind, known.retention),
        fields=tuple(field for field in named if _is_field(field, known.kinds)),
        recipient=_known(ask.recipient, known.recipients),
        channel=_known(ask.channel, known.channels),
        actor_kind=str(ask.actor.kind),
        actor="" if ask.actor.kind is ActorKind.PERSON else ask.actor.ref,
        actor_words=words(ask.actor),
        source=_known(ask.source, known.sources),
        policy_version=known.version,
        state=state,
        refers=str(refers),
    )


def _known(name: str, declared: Container[str]) -> str:
    return name if name in declared else ""


def _is_field(named: str, kinds: Mapping[str, Kind]) -> bool:
    name, _dot, field = named.partition(".")
    kind = kinds.get(name)
    return kind is not None and (field == "*" or field in kind.fields)


def words(actor: Actor) -> str:
    """Who, in words a page can translate: the person, a role, or a purpose of background work."""
    return "/".join(sorted(actor.roles)) or actor.purpose


def write(subject: str, written: ledger.EntryBody) -> ledger.Entry:
    return ledger.append(subject, written)
