"""`collect` and `discard`: decide, seal, record. One transaction; all of it or nothing but the refusal."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from troth import ledger
from troth.policy import Actor, Ask, Decision, Verb
from troth.policy import Refused as RefusedDecision
from troth.sqlite.shredding import cut_log
from troth.vault import journal, keys, reasons
from troth.vault.models import Record

from . import entries, newcomers, places
from .actors import system, the_person
from .errors import NotDeclared, Refused
from .find import own_key
from .ids import PartyId, PersonId, RecordId
from .inforce import policy
from .known import Standing, judge, newcomer, standings
from .taking import Collected, Data, Taking
from .work import hold, vault_work

FINDABLE = "account"  # the purpose under which a guest can be found by their address


@sensitive_variables("data", "address", "reason")
def collect(
    person: PersonId | None,
    data: Data,
    *,
    purpose: str | Mapping[str, str],
    source: str,
    actor: Actor | None = None,
    party: PartyId | None = None,
    replaces: RecordId | None = None,
    alias: str | None = None,
    reason: str = "",
    since: datetime | None = None,
) -> Collected:
    """Take in personal data: `{kind: {field: text}}`, given for a purpose (or one for each kind) through a source.

    Without a person a new one is made. Kinds of which there can be one replace the one there was; `replaces` names the
    record to replace among kinds of which there can be many. Empty fields are not stored. `reason`: an employee's own
    words for why, kept sealed for the person. `since`: when it was first collected, where that was earlier and elsewhere;
    retention counts from there, and what has outlived it is refused. Raises `Refused`, having
    stored nothing but the refusal, `NotDeclared` for a kind or purpose the policy does not know, and ValueError for a
    `since` in the future.
    """
    data = {kind: _tidy(kind, fields) for kind, fields in data.items()}
    purposes = dict.fromkeys(data, purpose) if isinstance(purpose, str) else purpose
    for name in purposes.values():
        if name not in policy().purposes:
            raise NotDeclared("purpose", name)
    if since is not None and since > timezone.now():
        raise ValueError("data cannot have been collected in the future")
    with vault_work():
        if person:
            hold(person)
        standing = standings([person]).get(person) if person else newcomer(*_countries(data))
        asks = _asks(data, purposes, source, actor or the_person(person))
        if person is None and (address := _found_by(data)):
            data = {**data, "email": {"email": address}}
            asks.append(Ask(Verb.COLLECT, FINDABLE, the_person(None), "email", frozenset(["email"]), source=source))
        decisions = _decide(data, asks, standing, since)
        refused = next((each for _, each in decisions if isinstance(each, RefusedDecision)), None)
        own = own_key(person) if person else None
        if refused or standing is None:
            subject = own.subject if own else secrets.token_hex(16)
            ledger.append_many((subject, entries.body(ask, each, ask.fields)) for ask, each in decisions)
        else:
            new = own is None
            bought = _bought(data, party, since)
            own = own or newcomers.enter(standing, data, bought=bought)
            taking = Taking(own, standing, party, source, replaces, alias, new, since or timezone.now(), bool(bought))
            taken = taking.take(data, decisions)
            for entry in taking.recorded if reason else ():
                reasons.write(entry.token, own, reason)
    if refused:
        raise Refused.by(refused)
    if standing is None:
        raise Refused("O.c", "nobody", "There is nobody here by that id, or they have been erased.")
    return taken


def discard(person: PersonId, record: RecordId, *, actor: Actor) -> None:
    """Remove one record of the person's own (an address of the address book)."""
    with vault_work():
        hold(person)
        row = Record.objects.select_related("key").filter(id=record, key__person=person).first()
        if row is None:
            return
        own = keys.living(row.key)
        ask = Ask(Verb.ERASE, "rights_request", actor, row.kind, frozenset(policy().kinds[row.kind].fields))
        decision = judge(ask, standings([person])[person])
        entries.write(own.subject, entries.body(ask, decision, ask.fields))
        if decision.allowed:
            journal.write_erased(records=[row.id])
            row.delete()
    if isinstance(decision, RefusedDecision):
        raise Refused.by(decision)
    cut_log("vault")


def _tidy(kind: str, fields: Mapping[str, str]) -> dict[str, str]:
    if kind not in policy().kinds:
        raise NotDeclared("kind of record", kind)
    return {field: value.strip() for field, value in fields.items() if value and value.strip()}


def _countries(data: Data) -> tuple[str, str]:
    """Where a newcomer lives: as told, else where the order goes."""
    residence = data.get("residence", {})
    told = [residence.get("country", ""), *(fields.get("country", "") for fields in data.values())]
    country = next(filter(None, told), "")
    return places.finer(country, data.values()), residence.get("organization_country", "")


def _asks(data: Data, purposes: Mapping[str, str], source: str, actor: Actor) -> list[Ask]:
    return [
        Ask(Verb.COLLECT, purposes[kind], actor, kind, frozenset(told), source=source) for kind, told in data.items()
    ]


def _found_by(data: Data) -> str:
    """The address a newcomer who only places an order can be found by again, to read and erase what we hold."""
    if "email" in data:
        return ""
    lookups = ((kind, policy().kinds[kind].lookup) for kind in data)
    return next((data[kind].get(field, "") for kind, field in lookups if field), "")


def _bought(data: Data, party: PartyId | None, since: datetime | None) -> datetime | None:
    """When somebody buys something with this: a party's record of a kind that goods are moved with."""
    moving = {kind for purpose in policy().purposes.values() if purpose.moves_goods for kind in purpose.uses}
    buys = party is not None and any(kind in moving and policy().kinds[kind].of == "party" for kind in data)
    return (since or timezone.now()) if buys else None


def _decide(
    data: Data, asks: list[Ask], standing: Standing | None, since: datetime | None
) -> list[tuple[Ask, Decision]]:
    if standing is None:
        return []
    decided: list[tuple[Ask, Decision]] = []
    for ask in asks:
        goes_to = places.code(data[ask.kind]) if policy().kinds[ask.kind].of == "party" else ""
        until = _until(ask.kind, standing, since) if since else None
        decided.append((ask, judge(ask, standing, destination=goes_to, kept_until=until)))
    return decided


def _until(kind: str, standing: Standing, since: datetime) -> datetime | None:
    return policy().keep_until(policy().kinds[kind].retention, since, standing.jurisdiction)


def forget_unfinished(party: uuid.UUID) -> int:
    """Sweep up what a failed order left behind; recorded as such. The number of records gone."""
    with vault_work():
        rows = list(Record.objects.filter(party=party).select_related("key"))
        for row in rows:
            ask = Ask(
                Verb.ERASE,
                "fulfil_order",
                system("fulfil_order"),
                row.kind,
                frozenset(policy().kinds[row.kind].fields),
            )
            decision = judge(ask, newcomer())
            entries.write(keys.living(row.key).subject, entries.body(ask, decision, ask.fields))
        gone = [row.id for row in rows]
        journal.write_erased(records=gone)
        Record.objects.filter(id__in=gone).delete()
    return len(rows)
