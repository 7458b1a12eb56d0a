"""`export`, `timeline` and `proof`: a person's own data and everything that was done with it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from troth import ledger
from troth.policy import Actor, ActorKind, Allowed, Ask, Decision, Verb
from troth.policy import Refused as RefusedDecision
from troth.vault import keys, reasons
from troth.vault.models import Record

from . import entries
from .errors import Refused
from .find import islands, own_key
from .ids import PersonId
from .inforce import policy
from .known import Standing, judge, standings
from .opened import Grant, OpenedRecord
from .use import NOBODY, open_record
from .work import vault_work


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the ledger as the person it is about may see it."""

    entry: uuid.UUID
    at: datetime
    verb: str
    decision: str
    purpose: str
    fields: tuple[str, ...]  # "kind.field"
    recipient: str
    channel: str
    actor: str  # "person", "employee" or "system"
    actor_code: str  # roles of an employee, purpose of background work
    clause: str
    code: str
    source: str
    state: str
    reason: str  # an employee's own words; opened for the person alone
    refers: uuid.UUID | None
    pending: bool


@dataclass(frozen=True, slots=True)
class Export:
    records: tuple[OpenedRecord, ...]
    standing: Standing
    entries: tuple[Line, ...]


def export(person: PersonId, *, actor: Actor) -> Export:
    """Everything held about a person, opened for handing over. Records that it was; raises `Refused`."""
    ask = Ask(Verb.EXPORT, "rights_request", actor)
    with vault_work():
        own = own_key(person)
        decision, known = _decide(person, ask)
        if own is not None and known is not None:
            held = _all_records(own)
            fields = sorted({f"{record.kind}.*" for record, _ in held})
            entries.write(own.subject, entries.body(ask, decision, fields))
    if isinstance(decision, RefusedDecision) or own is None or known is None:
        raise (Refused.by(decision) if isinstance(decision, RefusedDecision) else Refused("O.a", "nobody", NOBODY))
    grant = Grant("rights_request", decision.clause)
    opened = tuple(open_record(record, key, _whole(record, decision.clause), grant) for record, key in held)
    return Export(opened, known, tuple(_lines(own, limit=None, before=None)))


NotYetProtected = ledger.NotYetProtected


def timeline(person: PersonId, *, actor: Actor, limit: int = 50, before: uuid.UUID | None = None) -> list[Line]:
    """What was done with a person's data, newest first. Looking at one's own is not itself an entry.

    An employee's look is, and the words that staff gave as reasons are not opened for it.
    """
    decision, _ = _decide(person, Ask(Verb.EXPORT, "rights_request", actor))
    own, oneself = own_key(person), actor.kind is ActorKind.PERSON
    if own is not None and (not oneself or not decision.allowed):
        with vault_work():
            entries.write(own.subject, entries.body(Ask(Verb.USE, "rights_request", actor), decision))
    if isinstance(decision, RefusedDecision):
        raise Refused.by(decision)
    return _lines(own, limit=limit, before=before, with_reasons=oneself) if own else []


def proof(person: PersonId, entry: uuid.UUID) -> Mapping[str, Any] | None:
    """The inclusion proof of one of the person's entries; None for anybody else's and for none.

    Raises `NotYetProtected` for an entry that is about a second old.
    """
    own = own_key(person)
    try:
        told = ledger.entry(str(entry))
    except ledger.UnknownEntry:
        return None
    if own is None or told.subject not in _subjects(own):
        return None
    return ledger.proof(str(entry)).as_json()


def _decide(person: PersonId, ask: Ask) -> tuple[Decision, Standing | None]:
    known = standings([person]).get(person)
    if known is None:
        return RefusedDecision("O.a", "nobody", NOBODY), None
    return judge(ask, known), known


def _whole(record: Record, clause: str) -> Decision:
    return Allowed(clause, frozenset(policy().kinds[record.kind].fields))


def _all_records(own: keys.LivingKey) -> list[tuple[Record, keys.LivingKey]]:
    living = {own.id: own, **islands(own)}
    rows = Record.objects.filter(key__in=list(living)).select_related("key").order_by("collected_at")
    return [(row, living[row.key_id]) for row in rows]


def _subjects(own: keys.LivingKey) -> list[str]:
    return [own.subject, *(key.subject for key in islands(own).values())]


def _lines(
    own: keys.LivingKey, *, limit: int | None, before: uuid.UUID | None, with_reasons: bool = True
) -> list[Line]:
    living = {own.id: own, **islands(own)}
    subjects = [key.subject for key in living.values()]
    entries = ledger.entries_for(subjects, limit=limit, before=str(before) if before else None)
    said = reasons.of((entry.token for entry in entries), living) if with_reasons else {}
    return [_line(entry, said.get(entry.token, "")) for entry in entries]


def _line(entry: ledger.Recorded, reason: str) -> Line:
    body = entry.body
    return Line(
        entry=uuid.UUID(entry.token),
        at=entry.at,
        verb=body.verb,
        decision=body.decision,
        purpose=body.purpose,
        fields=tuple(body.fields),
        recipient=body.recipient,
        channel=body.channel,
        actor=body.actor_kind,
        actor_code=body.actor_words,
        clause=body.clause,
        code=body.code,
        source=body.source,
        state=body.state,
        reason=reason,
        refers=uuid.UUID(body.refers) if body.refers else None,
        pending=entry.pending,
    )
