"""`witness`: somebody whom nobody knows said something; an entry holds what and when, so that it can be proven later.

For visitors without an account, who have no timeline. The entry is about nobody: its subject is drawn anew each time.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from troth import ledger
from troth.policy import ActorKind

from . import entries
from .errors import NotDeclared
from .inforce import policy
from .work import vault_work

VERB = "witness"


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What the entry says, and since when. `said` is a code: names and dates of the policy's, never a value."""

    entry: uuid.UUID
    said: str
    clause: str
    policy_version: str
    at: datetime


def witness(said: str, *, clause: str, source: str) -> uuid.UUID:
    """Write the entry. Raises NotDeclared for what the policy has not, and NotACode for words that are no code."""
    if clause not in policy().clauses or not policy().clauses[clause].built:
        raise NotDeclared("clause", clause)
    if source not in policy().sources:
        raise NotDeclared("source", source)
    written = ledger.EntryBody(
        verb=VERB,
        decision="allowed",
        clause=clause,
        state=said,
        actor_kind=str(ActorKind.PERSON),
        source=source,
        policy_version=policy().version,
    )
    with vault_work():
        return uuid.UUID(entries.write(secrets.token_hex(16), written).token)


def witnessed(entry: uuid.UUID) -> Witnessed | None:
    """What was witnessed under this id; None for every other entry, whosever it is."""
    try:
        found = ledger.entry(str(entry))
    except ledger.UnknownEntry:
        return None
    body = found.body
    if body.verb != VERB:
        return None
    return Witnessed(entry, body.state, body.clause, body.policy_version, found.at)


def proof_of(seen: Witnessed) -> Mapping[str, Any]:
    """Its inclusion proof. Raises `NotYetProtected` while it is about a second old."""
    return ledger.proof(str(seen.entry)).as_json()
