"""`erasure_plan`, `may_erase` and `erase`: shred a person's keys, keep what the law makes us keep, and say which law and until when."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from troth.policy import Actor, Ask, Decision, Verb
from troth.policy import Refused as RefusedDecision
from troth.sqlite.shredding import cut_log
from troth.vault import journal, keys
from troth.vault.keys import LivingKey
from troth.vault.models import Key, Person, Record

from . import entries
from .errors import Refused
from .find import islands, own_key
from .ids import PartyId, PersonId
from .inforce import policy
from .known import judge, standings
from .work import hold, vault_work

STATUTORY = "statutory"
UNFINISHED = timedelta(days=90)  # how long an order that is still under way may need its address


@dataclass(frozen=True, slots=True)
class PlanLine:
    """What happens to one group of records. `until` is None for what goes now."""

    kinds: tuple[str, ...]
    retention: str
    records: int
    until: datetime | None
    clause: str
    because: str


@dataclass(frozen=True, slots=True)
class Plan:
    lines: tuple[PlanLine, ...]

    @property
    def now(self) -> tuple[PlanLine, ...]:
        return tuple(line for line in self.lines if line.until is None)

    @property
    def later(self) -> tuple[PlanLine, ...]:
        return tuple(line for line in self.lines if line.until is not None)


def erasure_plan(person: PersonId, *, unfinished: Iterable[PartyId] = (), going: Iterable[PartyId] = ()) -> Plan:
    """What erasing would do, key by key. `unfinished`: parties of orders still under way, kept until they are done. `going`: those
    whose records whoever erases destroys before, since no law wants them kept.
    """
    own = own_key(person)
    if own is None:
        return Plan(())
    parties = frozenset(unfinished), frozenset(going)
    return Plan(tuple(line for key in (own, *islands(own).values()) for line in _lines(key, *parties)))


def may_erase(person: PersonId, *, actor: Actor) -> None:
    """Before anybody is told that it was done, or it is left to go on by itself. Raises `Refused`, which is entered."""
    ask = Ask(Verb.ERASE, "rights_request", actor)
    with vault_work():
        own = own_key(person)
        decision = _decide(person, ask, own)
        if own is not None and not decision.allowed:
            entries.write(own.subject, entries.body(ask, decision))
    if isinstance(decision, RefusedDecision):
        raise Refused.by(decision)


def erase(person: PersonId, *, actor: Actor, unfinished: Iterable[PartyId] = ()) -> Plan:
    """Carry the plan out. What costs time does not depend on how many people there are.

    The entry that tells of it carries the person's pseudonym, whose link to them dies in the same transaction. What
    stays is cut loose: its key belongs to nobody any more.
    """
    ask = Ask(Verb.ERASE, "rights_request", actor)
    with vault_work():
        hold(person)
        own = own_key(person)
        decision = _decide(person, ask, own)
        plan = erasure_plan(person, unfinished=unfinished)
        if own is not None:
            entries.write(own.subject, entries.body(ask, decision, (), state="erased" if decision.allowed else ""))
        if own is not None and decision.allowed:
            _shred(own, frozenset(unfinished))
    if isinstance(decision, RefusedDecision):
        raise Refused.by(decision)
    cut_log("vault")
    return plan


def _decide(person: PersonId, ask: Ask, own: LivingKey | None) -> Decision:
    if own is None:
        return RefusedDecision("O.a", "nobody", "There is nobody here by that id, or they have been erased.")
    return judge(ask, standings([person])[person])


def _lines(key: LivingKey, unfinished: frozenset[uuid.UUID], going: frozenset[uuid.UUID]) -> list[PlanLine]:
    """One, or two where some of it goes sooner than the rest."""
    held = list(Record.objects.filter(key=key.row).values_list("kind", "party"))
    stays = [kind for kind, party in held if party not in going]
    goes = [kind for kind, party in held if party in going]
    until = _stays_until(key.row, unfinished)
    return [_line(key, kinds, ends) for kinds, ends in ((stays, until), (goes, None)) if kinds]


def _line(key: LivingKey, kinds: list[str], until: datetime | None) -> PlanLine:
    retention = policy().retention[key.row.retention]
    clause, because = retention.clause, retention.says
    if until is not None and key.row.retention == STATUTORY:
        clause, because = policy().law_for(STATUTORY, key.row.jurisdiction)
    return PlanLine(tuple(sorted(set(kinds))), key.row.retention, len(kinds), until, clause, because)


def _stays_until(row: Key, unfinished: frozenset[uuid.UUID]) -> datetime | None:
    if row.retention == STATUTORY:
        return row.keep_until
    if row.person_id is None and unfinished and Record.objects.filter(key=row, party__in=unfinished).exists():
        return min(row.keep_until or timezone.now() + UNFINISHED, timezone.now() + UNFINISHED)
    return None


def _shred(own: LivingKey, unfinished: frozenset[uuid.UUID]) -> None:
    """The journal first: a restored backup must not bring back what goes here."""
    people = [own.row.person_id] if own.row.person_id else []
    held = islands(own)
    until = {key.id: date for key in held.values() if (date := _stays_until(key.row, unfinished))}
    gone = [own.id, *(held.keys() - until.keys())]
    kept_for_orders = [key for key in until if held[key].row.retention != STATUTORY]
    done_with = Record.objects.filter(key__in=kept_for_orders).exclude(party__in=unfinished)
    records = list(done_with.values_list("id", flat=True))
    journal.write_erased(gone, people, records=records, loose=until)
    for key, date in until.items():
        keys.cut_loose(held[key], date)
    Record.objects.filter(id__in=records).delete()
    Key.objects.filter(id__in=gone).delete()
    Person.objects.filter(id__in=people).delete()
