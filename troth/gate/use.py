"""`use` and `use_each`: decide, record, open."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from troth import ledger
from troth.policy import Actor, Allowed, Ask, Decision, Verb
from troth.policy import Refused as RefusedDecision
from troth.vault import reasons
from troth.vault import records as sealed
from troth.vault.keys import LivingKey
from troth.vault.models import Record

from . import entries
from .errors import NotDeclared, Refused
from .find import Found, find
from .ids import Whose
from .inforce import policy
from .known import judge
from .opened import Grant, Opened, OpenedRecord, Personal, Withheld
from .work import vault_work

NOBODY = "There is nobody here by that id, or they have been erased."


def use(
    whose: Whose, kinds: Iterable[str], *, purpose: str, actor: Actor, channel: str = "", reason: str = ""
) -> Opened:
    """Open the fields that the purpose grants this actor, having recorded that it happened.

    `kinds` names whole kinds ("order_contact") or single fields ("order_contact.email"): ask for no more than is needed.
    Raises `Refused` when nothing of what was asked is granted. What is granted only in part comes back with
    `Withheld` in the place of the rest.
    """
    answer = use_each([whose], kinds, purpose=purpose, actor=actor, channel=channel, reason=reason)[whose]
    if isinstance(answer, Refused):
        raise answer
    return answer


def use_each(
    whose: Sequence[Whose],
    kinds: Iterable[str],
    *,
    purpose: str,
    actor: Actor,
    channel: str = "",
    reason: str = "",
) -> dict[Whose, Opened | Refused]:
    """The same for many at once: one entry each, in a constant number of queries."""
    verb = Verb.REACH if channel else Verb.USE
    asks = {
        kind: Ask(verb, purpose, actor, kind, fields, channel=channel, reason=reason)
        for kind, fields in _asked(kinds).items()
    }
    with vault_work():
        found = find(whose, asks)
        decided = {each: {kind: _decide(ask, found[each]) for kind, ask in asks.items()} for each in found}
        written = ledger.append_many(
            [(found[each].subject, _entry(asks, decided[each], found[each])) for each in found]
        )
        if reason:
            _keep_reason(reason, zip(written, found.values(), strict=True))
        tokens = dict(zip(found, (entry.token for entry in written), strict=True))
        return {each: _answer(purpose, decided[each], found[each], tokens[each]) for each in found}


def _asked(kinds: Iterable[str]) -> dict[str, frozenset[str]]:
    asked: dict[str, frozenset[str]] = {}
    for name in kinds:
        kind, dot, field = name.partition(".")
        declared = policy().kinds.get(kind)
        if declared is None or (dot and field not in declared.fields):
            raise NotDeclared("kind of record or field", name)
        asked[kind] = asked.get(kind, frozenset()) | (frozenset([field]) if dot else frozenset(declared.fields))
    return asked


def _keep_reason(reason: str, looks: Iterable[tuple[ledger.Entry, Found]]) -> None:
    for entry, found in looks:
        if found.records:
            reasons.write(entry.token, found.records[0][1], reason)


def _decide(ask: Ask, found: Found) -> Decision:
    if found.standing is None:
        return RefusedDecision(policy().kinds[ask.kind].clause, "nobody", NOBODY)
    version = min((record.policy_version for record, _ in found.of(ask.kind)), default="")
    until = min((key.row.keep_until for _, key in found.of(ask.kind) if key.row.keep_until), default=None)
    return judge(ask, found.standing, kept_until=until, version=version)


def _entry(asks: dict[str, Ask], decided: dict[str, Decision], found: Found) -> ledger.EntryBody:
    granted = {kind: decision for kind, decision in decided.items() if isinstance(decision, Allowed)}
    kind = next(iter(granted or decided))
    there = {record.kind for record, _ in found.records} | {name for name in granted if policy().kinds[name].plain}
    seen = {name: decision for name, decision in granted.items() if name in there} or granted
    fields = [f"{name}.{field}" for name, decision in seen.items() for field in decision.fields]
    if not granted:
        fields = [f"{name}.{field}" for name in decided for field in asks[name].fields]
    return entries.body(asks[kind], decided[kind], fields)


def _answer(purpose: str, decided: dict[str, Decision], found: Found, entry: str) -> Opened | Refused:
    refusals = [decision for decision in decided.values() if isinstance(decision, RefusedDecision)]
    if len(refusals) == len(decided):
        return Refused.by(refusals[0])
    clause = next(decision.clause for decision in decided.values() if isinstance(decision, Allowed))
    grant = Grant(purpose, clause, entry)
    opened = [open_record(record, key, decided[record.kind], grant) for record, key in found.records]
    opened += [record for kind, decision in decided.items() if (record := _plain(kind, decision, found, grant))]
    return Opened(tuple(opened), grant)


def open_record(record: Record, key: LivingKey, decision: Decision, grant: Grant) -> OpenedRecord:
    return OpenedRecord(
        record.id,
        record.kind,
        record.source,
        record.collected_at,
        record.policy_version,
        _granted(
            sealed.opened(key, record) if isinstance(decision, Allowed) else {},
            record.kind,
            decision,
            grant,
        ),
        record.party,
    )


def _plain(kind: str, decision: Decision, found: Found, grant: Grant) -> OpenedRecord | None:
    """Kinds that are kept beside the person rather than sealed."""
    standing = found.standing
    if not policy().kinds[kind].plain or standing is None:
        return None
    values = {"country": standing.country, "organization_country": standing.organization_country}
    fields = _granted(values, kind, decision, grant)
    # The record's id may stand in an address; the person's may not.
    return OpenedRecord(uuid.uuid5(standing.person, kind), kind, "", standing.since, "", fields)


def _granted(values: dict[str, str], kind: str, decision: Decision, grant: Grant) -> dict[str, Personal | Withheld]:
    if isinstance(decision, RefusedDecision):
        return dict.fromkeys(policy().kinds[kind].fields, Withheld(decision.clause, decision.reason))
    closed = Withheld(decision.clause, f"The purpose {grant.purpose} does not open this field.")
    return {
        field: Personal(value, grant) if field in decision.fields else closed
        for field, value in values.items()
        if value
    }
