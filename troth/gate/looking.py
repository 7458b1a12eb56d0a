"""`look`: open what belongs to nobody, for one purpose: decide, record, open, newest first."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.utils import timezone
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
    exactly: Mapping[str, str] | None = None,
    reason: str = "",
) -> Looked:
    """The newest of one day, each field either open or `Withheld`. Raises Refused, NotDeclared.

    `beginning`, `exactly`: only those whose field begins so, or is that; only fields that the purpose opens are asked. The
    look is one entry, however many are opened. Where the time is not opened, neither is the order within an hour, nor the
    hour that is not over yet: whoever watched it fill would know the minute.
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
    only = Only(ORDER in decision.fields, dict(beginning or {}), dict(exactly or {}))
    return _open(ask, key, grant, most, only) if key else Looked((), grant)


@dataclass(frozen=True, slots=True)
class Only:
    """Which of a day's are looked for. `timed`: the time itself is open."""

    timed: bool
    beginning: Mapping[str, str] = field(repr=False)
    exactly: Mapping[str, str] = field(repr=False)

    def wants(self, row: Mapping[str, str], granted: frozenset[str]) -> bool:
        begins = all(name in granted and row.get(name, "").startswith(to) for name, to in self.beginning.items())
        return begins and all(name in granted and row.get(name) == value for name, value in self.exactly.items())


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


@sensitive_variables("row", "found", "theirs")
def _open(ask: Ask, key: LivingKey, grant: Grant, most: int, only: Only) -> Looked:
    found: list[Row] = []
    kept_back, more = 0, False
    for _hour, some in groupby(_records(ask.kind, key, only.timed), lambda record: record.collected_at):
        if len(found) >= most:
            more = True
            break
        theirs: list[tuple[str, Row]] = []
        for decision, row in _rows(ask, key, some):
            if isinstance(decision, RefusedDecision):
                kept_back += 1
            elif only.wants(row, decision.fields):
                theirs.append((row.get(ORDER, ""), _shown(row, decision, grant)))
        if only.timed:
            theirs.sort(key=lambda each: each[0], reverse=True)
        else:
            secrets.SystemRandom().shuffle(theirs)
        found += (row for _, row in theirs)
    return Looked(tuple(found[:most]), grant, kept_back, more or len(found) > most)


def _records(kind: str, key: LivingKey, timed: bool) -> Iterator[Record]:
    """Newest hour first; `collected_at` is the hour and no more."""
    theirs = Record.objects.filter(key=key.row, kind=kind)
    if not timed:
        theirs = theirs.filter(collected_at__lt=timezone.now().replace(minute=0, second=0, microsecond=0))
    return theirs.order_by("-collected_at").iterator(CHUNK)


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
