"""`look`: open what belongs to nobody, for one purpose: decide, record, open, newest first."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.views.decorators.debug import sensitive_variables

from troth import ledger
from troth.policy import Actor, Allowed, Ask, Decision, Verb, decide
from troth.policy import Refused as RefusedDecision
from troth.policy.asking import State
from troth.vault import days, keys, reasons, records
from troth.vault.keys import LivingKey
from troth.vault.models import Key, Record

from . import entries
from .errors import Refused
from .inforce import policy
from .noting import About, facts, nobodys
from .opened import Grant, Personal, Withheld
from .work import vault_work

ORDER = "time"  # the field by which they are put in order, as ISO 8601 in UTC
CHUNK = 200  # records read at a time

Row = Mapping[str, Personal | Withheld]


@dataclass(frozen=True, slots=True)
class Looked:
    """`rows`: newest first. `kept_back`: passed over, because what was said of them stands against this purpose.

    `more`: there are earlier ones.
    """

    rows: tuple[Row, ...]
    grant: Grant
    kept_back: int = 0
    more: bool = False


def look(
    kind: str,
    day: date,
    *,
    purpose: str,
    actor: Actor,
    most: int = 100,
    beginning: Mapping[str, str] | None = None,
    reason: str = "",
) -> Looked:
    """The newest of one day, each field either open or `Withheld`. Raises Refused, NotDeclared.

    `beginning`: only those whose field begins so; only fields that the purpose opens are asked. The look is one entry,
    however many are opened.
    """
    declared, asked = nobodys(kind), frozenset(nobodys(kind).fields)
    ask = Ask(Verb.USE, purpose, actor, kind, asked, reason=reason)
    with vault_work():
        row = Key.objects.filter(id=days.key_id(declared.retention, days.named(day))).first()
        key = keys.living(row) if row else None
        decision = decide(policy(), ask, _at_best(purpose, key))
        entry = _record(ask, decision, key, reason)
    if isinstance(decision, RefusedDecision):
        raise Refused.by(decision)
    grant = Grant(purpose, decision.clause, entry.token)
    return _open(ask, key, grant, most, dict(beginning or {})) if key else Looked((), grant)


def _at_best(purpose: str, key: LivingKey | None) -> Any:
    """What decides about anybody's: whoever says yes to everything. Each is asked again by their own word."""
    about: About = (policy().unknown_jurisdiction, ((purpose, str(State.GRANTED)),))
    return facts(about, kept_until=key.row.keep_until if key else None)


def _record(ask: Ask, decision: Decision, key: LivingKey | None, reason: str) -> ledger.Entry:
    fields = decision.fields if isinstance(decision, Allowed) else ask.fields
    entry = entries.write(key.subject if key else secrets.token_hex(16), entries.body(ask, decision, fields))
    if reason and key:
        reasons.write(entry.token, key, reason)
    return entry


@sensitive_variables("row", "found")
def _open(ask: Ask, key: LivingKey, grant: Grant, most: int, beginning: dict[str, str]) -> Looked:
    found: list[tuple[str, Row]] = []
    kept_back, more = 0, False
    for _hour, some in groupby(_records(ask.kind, key), lambda record: record.collected_at):
        if len(found) >= most:
            more = True
            break
        for decision, row in _rows(ask, key, some):
            if isinstance(decision, RefusedDecision):
                kept_back += 1
            elif all(name in decision.fields and row.get(name, "").startswith(to) for name, to in beginning.items()):
                found.append((row.get(ORDER, ""), _shown(row, decision, grant)))
    found.sort(key=lambda each: each[0], reverse=True)
    return Looked(tuple(row for _, row in found[:most]), grant, kept_back, more or len(found) > most)


def _records(kind: str, key: LivingKey) -> Iterator[Record]:
    return Record.objects.filter(key=key.row, kind=kind).order_by("-collected_at").iterator(CHUNK)


@sensitive_variables("row", "rows")
def _rows(ask: Ask, key: LivingKey, some: Iterable[Record]) -> Iterator[tuple[Decision, dict[str, str]]]:
    for record in some:
        told, rows = records.opened_many(key, record)
        said = tuple((purpose, word) for purpose, word in told["said"])
        decision = decide(policy(), ask, facts((told["jurisdiction"], said), kept_until=key.row.keep_until))
        for row in rows:
            yield decision, row


def _shown(row: Mapping[str, str], decision: Decision, grant: Grant) -> Row:
    granted = decision.fields if isinstance(decision, Allowed) else frozenset()
    closed = Withheld(grant.clause, f"The purpose {grant.purpose} does not open this field.")
    return {name: Personal(value, grant) if name in granted else closed for name, value in row.items()}
