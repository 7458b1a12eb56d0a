"""`disclose`: decide, record, and hand over exactly what one recipient may be told. `outcome`: what became of it."""

from __future__ import annotations

import uuid
from dataclasses import replace

from troth import ledger
from troth.policy import Actor, Allowed, Ask, Verb
from troth.policy import Refused as RefusedDecision
from troth.vault import records as sealed

from . import entries
from .errors import NotDeclared, Refused
from .find import Found, find
from .ids import Whose
from .inforce import policy
from .known import judge
from .opened import Grant, Payload, Personal
from .use import NOBODY
from .work import vault_work

OUTCOMES = frozenset({"delivered", "failed", "unknown"})


def disclose(whose: Whose, *, purpose: str, recipient: str, actor: Actor) -> Payload:
    """The whole payload an adapter may send, having recorded that it will be sent. Raises `Refused`."""
    if recipient not in policy().recipients:
        raise NotDeclared("recipient", recipient)
    granted = policy().recipient_fields(purpose, recipient)
    ask = Ask(Verb.DISCLOSE, purpose, actor, recipient=recipient)
    with vault_work():
        found = find([whose], granted)[whose]
        decisions = {kind: _decide(ask, kind, fields, found) for kind, fields in granted.items()}
        if not decisions:
            decisions = {"": judge(ask, found.standing)} if found.standing else {}
        allowed = {kind: decision for kind, decision in decisions.items() if isinstance(decision, Allowed)}
        refused = [decision for decision in decisions.values() if isinstance(decision, RefusedDecision)]
        first = refused[0] if refused else next(iter(allowed.values()), None)
        if first is None:
            first = RefusedDecision(policy().recipients[recipient].clause, "nobody", NOBODY)
        named = [f"{kind}.{field}" for kind, decision in allowed.items() for field in decision.fields]
        body = entries.body(ask, first, () if refused else named)
        entry = entries.write(found.subject, body)
        grant = Grant(purpose, first.clause)
        opened = _open(allowed, found, grant)
        payload = Payload(uuid.UUID(entry.token), recipient, opened, grant, (found.subject, body))
    if isinstance(first, RefusedDecision):
        raise Refused.by(first)
    return payload


def outcome(of: Payload | uuid.UUID | str, state: str) -> None:
    """Record what became of a disclosure (its payload) or of a message (its entry): delivered, failed or unknown."""
    if state not in OUTCOMES:
        raise NotDeclared("outcome", state)
    with vault_work():
        token, subject, body = _written(of)
        became = replace(body, verb="outcome", decision=state, fields=(), refers=token, at=None)
        ledger.append(subject, became)


def _written(of: Payload | uuid.UUID | str) -> tuple[str, str, ledger.EntryBody]:
    """Token, subject and body of the entry: as the payload remembers it, else read."""
    if isinstance(of, Payload) and of.written is not None:
        return str(of.disclosure), *of.written
    told = ledger.entry(str(of.disclosure if isinstance(of, Payload) else of))
    return told.token, told.subject, told.body


def _decide(ask: Ask, kind: str, fields: frozenset[str], found: Found) -> Allowed | RefusedDecision:
    if found.standing is None:
        return RefusedDecision(policy().recipients[ask.recipient].clause, "nobody", NOBODY)
    until = min((key.row.keep_until for _, key in found.of(kind) if key.row.keep_until), default=None)
    asked = Ask(ask.verb, ask.purpose, ask.actor, kind, fields, recipient=ask.recipient)
    return judge(asked, found.standing, kept_until=until)


def _open(allowed: dict[str, Allowed], found: Found, grant: Grant) -> dict[str, dict[str, Personal]]:
    payload: dict[str, dict[str, Personal]] = {}
    for record, key in found.records:
        if record.kind in allowed:
            values = sealed.opened(key, record)
            fields = allowed[record.kind].fields
            payload[record.kind] = {name: Personal(value, grant) for name, value in values.items() if name in fields}
    return payload
