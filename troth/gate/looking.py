"""`look`: open what belongs to nobody, for one purpose: decide, record, open, newest first."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from heapq import nlargest
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
MARK = "~"  # between a time and a draw; behind all that times are written with
HOUR = timedelta(hours=1)

Row = Mapping[str, Personal | Withheld]


@dataclass(frozen=True, slots=True)
class Looked:
    """`rows`: newest first. `kept_back`: passed over between where this look began and where it ends, because what was said
    of them stands against this purpose.

    `earlier`: where the next look goes on; "" if there is nothing earlier.
    """

    rows: tuple[Row, ...]
    grant: Grant
    kept_back: int = 0
    earlier: str = ""

    @property
    def more(self) -> bool:
        return bool(self.earlier)


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
    before: str = "",
    enough: int | None = None,
) -> Looked:
    """The newest of one day, each field either open or `Withheld`. Raises Refused, NotDeclared.

    `before`: what an earlier look said of where to go on; anything else means the end of the day. `enough`: after so many have
    been opened no further hour is, and whoever wants more looks again. Hours are opened whole, since their order lies inside.

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
    only = Only(ORDER in decision.fields, dict(beginning or {}), dict(exactly or {}), before)
    return _open(ask, key, grant, most, only, enough) if key else Looked((), grant)


@dataclass(frozen=True, slots=True)
class Only:
    """Which of a day's are looked for. `timed`: the time itself is open. `before`: a place, see `_place`."""

    timed: bool
    beginning: Mapping[str, str] = field(repr=False)
    exactly: Mapping[str, str] = field(repr=False)
    before: str = ""

    @property
    def until(self) -> datetime | None:
        """The hour in which it goes on; None for the end of the day."""
        with suppress(ValueError):
            at = datetime.fromisoformat(self.before.partition(MARK)[0])
            return at.replace(minute=0, second=0, microsecond=0) if at.tzinfo else None
        return None

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
def _open(ask: Ask, key: LivingKey, grant: Grant, most: int, only: Only, enough: int | None) -> Looked:
    found: list[tuple[str, Row]] = []
    kept_back: list[str] = []  # their places: an hour is opened whole, also by the look that goes on within it
    opened, goes_on = 0, only.until is not None
    for hour, some in groupby(_records(ask.kind, key, only), lambda record: record.collected_at):
        if len(found) > most:
            break
        if enough is not None and opened >= enough:
            return Looked(tuple(row for _, row in found), grant, len(kept_back), (hour + HOUR).isoformat())
        theirs: list[tuple[str, Decision, dict[str, str]]] = []
        for place, decision, row in _rows(ask, key, some, only.timed):
            opened += 1
            if goes_on and place >= only.before:
                continue
            if isinstance(decision, RefusedDecision):
                kept_back.append(place)
            elif only.wants(row, decision.fields):
                theirs.append((place, decision, row))
        newest = nlargest(most + 1 - len(found), theirs, key=lambda each: each[0])
        found += ((place, _shown(row, decision, grant)) for place, decision, row in newest)
    rows, earlier = tuple(row for _, row in found[:most]), found[most - 1][0] if len(found) > most else ""
    return Looked(rows, grant, sum(place >= earlier for place in kept_back), earlier)


def _records(kind: str, key: LivingKey, only: Only) -> Iterator[Record]:
    """Newest hour first; `collected_at` is the hour and no more."""
    theirs = Record.objects.filter(key=key.row, kind=kind)
    if not only.timed:
        theirs = theirs.filter(collected_at__lt=timezone.now().replace(minute=0, second=0, microsecond=0))
    if until := only.until:
        within = MARK in only.before  # else it goes on with an hour that was not begun
        theirs = theirs.filter(collected_at__lte=until) if within else theirs.filter(collected_at__lt=until)
    return theirs.order_by("-collected_at").iterator(CHUNK)


@sensitive_variables("row", "rows")
def _rows(
    ask: Ask, key: LivingKey, some: Iterable[Record], timed: bool
) -> Iterator[tuple[str, Decision, dict[str, str]]]:
    """Each with its place."""
    for record in some:
        told, rows = records.opened_many(key, record)
        said = tuple((purpose, word) for purpose, word in told["said"])
        decision = decide(policy(), ask, facts((told["jurisdiction"], said), kept_until=key.row.keep_until))
        for number, row in enumerate(rows):
            yield _place(record, number, row.get(ORDER, "") if timed else ""), decision, row


def _place(record: Record, number: int, time: str) -> str:
    """Where one stands in the day: its time, or its hour where the time is not open, and then a draw that stays the same.

    The draw follows from the record's random id, and tells nothing of who came before whom.
    """
    drawn = sha256(record.id.bytes + number.to_bytes(4)).hexdigest()[:16]
    return f"{time or record.collected_at.isoformat()}{MARK}{drawn}"


def _shown(row: Mapping[str, str], decision: Decision, grant: Grant) -> Row:
    granted = decision.fields if isinstance(decision, Allowed) else frozenset()
    closed = Withheld(grant.clause, f"The purpose {grant.purpose} does not open this field.")
    return {name: Personal(value, grant) if name in granted else closed for name, value in row.items()}
