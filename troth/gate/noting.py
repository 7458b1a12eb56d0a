"""`note`: what belongs to nobody, taken in by the batch: decide, seal under the day's key, one entry.

There is no person behind it, so there is nobody whose key it could be sealed under or who could be asked for it; it goes
with its day. What a visitor said stays with what was noted of them, and is asked again at every look.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from troth import ledger
from troth.policy import Actor, Allowed, Ask, Facts, Kind, State, Verb, decide
from troth.vault import days, keys, records, writing
from troth.vault.keys import LivingKey
from troth.vault.models import Key, Record

from . import entries
from .errors import NotDeclared
from .inforce import policy
from .work import vault_work

MOST = 5000  # in one batch

type About = tuple[str, tuple[tuple[str, str], ...]]  # jurisdiction, and what was said of which purpose


@dataclass(frozen=True, slots=True)
class Noted:
    """One of them. `country`: whose rules apply, "" where nobody knows. `said`: the visitor's word on a purpose."""

    at: datetime
    fields: Mapping[str, str] = field(repr=False)
    country: str = ""
    said: Mapping[str, State] = field(default_factory=dict)


@sensitive_variables("batch", "groups")
def note(kind: str, batch: Sequence[Noted], *, purpose: str, source: str, actor: Actor) -> int:
    """How many were taken in; the others were refused, which is recorded. Raises NotDeclared.

    Empty fields are left out. The order within the batch is kept to the hour and no further: the time is for the fields.
    """
    declared = nobodys(kind)
    if purpose not in policy().purposes:
        raise NotDeclared("purpose", purpose)
    taken = 0
    groups = _grouped(batch[:MOST])
    with vault_work():
        bodies: dict[tuple[str, str], tuple[str, ledger.EntryBody]] = {}
        rows: list[Record] = []
        for (day, about), theirs in groups.items():
            fields = frozenset(name for each in theirs for name, value in each.fields.items() if value)
            ask = Ask(Verb.COLLECT, purpose, actor, kind, fields, source=source)
            decision = decide(policy(), ask, facts(about))
            key = _key(declared, day) if isinstance(decision, Allowed) else None
            if key is not None:
                rows += _sealed(key, kind, about, theirs, source)
                taken += len(theirs)
            place = (day, decision.clause) if key else ("", decision.clause)
            subject = key.subject if key else secrets.token_hex(16)
            bodies.setdefault(place, (subject, entries.body(ask, decision, fields)))
        writing.insert(rows)
        ledger.append_many(bodies.values())
    return taken


def nobodys(kind: str) -> Kind:
    """The kind, if it is one that belongs to nobody. Raises NotDeclared."""
    declared = policy().kinds.get(kind)
    if declared is None or declared.of != "nobody":
        raise NotDeclared("kind of record that belongs to nobody", kind)
    return declared


def facts(about: About, *, kept_until: datetime | None = None) -> Facts:
    jurisdiction, said = about
    choices = {(purpose, ""): State(word) for purpose, word in said}
    return Facts(at=timezone.now(), jurisdiction=jurisdiction, choices=choices, kept_until=kept_until)


@sensitive_variables("batch")
def _grouped(batch: Iterable[Noted]) -> dict[tuple[str, About], list[Noted]]:
    """By day and by what decides about them, so that each is decided and sealed once."""
    groups: dict[tuple[str, About], list[Noted]] = {}
    for each in batch:
        said = tuple(sorted((purpose, str(word)) for purpose, word in each.said.items()))
        about = policy().jurisdiction_of(each.country, ""), said
        groups.setdefault((days.named(each.at), about), []).append(each)
    return groups


@sensitive_variables("theirs")
def _sealed(key: LivingKey, kind: str, about: About, theirs: list[Noted], source: str) -> Iterable[Record]:
    """One record for each hour there is something of."""
    hours: dict[datetime, list[Noted]] = {}
    for each in theirs:
        hours.setdefault(each.at.replace(minute=0, second=0, microsecond=0), []).append(each)
    version = policy().version
    for hour, some in hours.items():
        rows = [{name: value for name, value in each.fields.items() if value} for each in some]
        told = {"jurisdiction": about[0], "said": about[1]}
        yield records.sealed_many(key, kind, rows, told, source=source, policy_version=version, at=hour)


def _end(retention: str, day: str) -> datetime:
    """Visitors of all jurisdictions are under one key, so the shortest of their terms counts."""
    at = datetime.fromisoformat(f"{day}T12:00:00Z")
    ends = [policy().keep_until(retention, at, name) for name in policy().jurisdictions]
    return min(end for end in ends if end is not None)


def _key(declared: Kind, day: str) -> LivingKey:
    """The day's, made by whoever comes first."""
    wanted = Key.objects.filter(id=days.key_id(declared.retention, day))
    row = wanted.first()
    if row is None:
        made = keys.of_day(declared.retention, day, keep_until=_end(declared.retention, day))
        Key.objects.bulk_create([made.row], ignore_conflicts=True)
        row = wanted.get()
    return keys.living(row)
