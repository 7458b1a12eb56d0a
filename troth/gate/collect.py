"""`collect`: decide, seal, record. One transaction; all of it or nothing but the refusal."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from troth import ledger
from troth.policy import Actor, Ask, Decision
from troth.vault import reasons
from troth.vault.keys import LivingKey

from . import entries, newcomers
from .actors import the_person
from .coming_in import ComingIn
from .errors import Refused
from .find import own_key
from .ids import PartyId, PersonId, RecordId
from .known import Standing, newcomer, standings
from .taking import Collected, Data, Taking
from .work import hold, vault_work


@sensitive_variables("data", "coming", "reason")
def collect(
    person: PersonId | None,
    data: Data,
    *,
    purpose: str | Mapping[str, str],
    source: str,
    actor: Actor | None = None,
    party: PartyId | None = None,
    replaces: RecordId | None = None,
    named: RecordId | None = None,
    alias: str | None = None,
    reason: str = "",
    since: datetime | None = None,
    beside: Mapping[str, tuple[str, Actor]] | None = None,
) -> Collected:
    """Take in personal data: `{kind: {field: text}}`, given for a purpose (or one for each kind) through a source.

    Without a person a new one is made. Kinds of which there can be one replace the one there was; `replaces` names the
    record to replace among kinds of which there can be many; `named` is the id of the one it becomes, in the place of what
    has that id already, so that doing it again after a crash leaves one. Empty fields are not stored. `reason`: an
    employee's own words for why, kept sealed for the person. `since`: when it was first collected, where that was earlier
    and elsewhere; retention counts from there, and what has outlived it is refused. `beside`: source and actor of kinds
    that come by another door than the rest (the shop notes something itself); one that is refused is left out. Raises
    `Refused`, having stored nothing but that, `NotDeclared` for a kind or purpose the policy does not know, ValueError for a
    future `since`.
    """
    coming = ComingIn.declared(data, purpose, source, actor or the_person(person), party, since, beside or {})
    with vault_work():
        if person:
            hold(person)
        else:
            coming = coming.from_nobody_known()
        standing = standings([person]).get(person) if person else newcomer(*coming.countries())
        own = own_key(person) if person else None
        decisions = coming.judged(standing) if standing else []
        refused = coming.refusal(decisions)
        if refused or standing is None:
            _note(decisions, own)
        else:
            taken = _take(_taking(coming, standing, own, replaces, named, alias), coming, decisions, reason)
    if refused:
        raise Refused.by(refused)
    if standing is None:
        raise Refused("O.c", "nobody", "There is nobody here by that id, or they have been erased.")
    return taken


def _note(decisions: list[tuple[Ask, Decision]], own: LivingKey | None) -> None:
    """What was asked and answered, and nothing else; of a stranger under a name nobody else has."""
    subject = own.subject if own else secrets.token_hex(16)
    ledger.append_many((subject, entries.body(ask, each, ask.fields)) for ask, each in decisions)


@sensitive_variables("coming", "reason")
def _take(taking: Taking, coming: ComingIn, decisions: list[tuple[Ask, Decision]], reason: str) -> Collected:
    taken = taking.take(coming.data, [each for each in decisions if each[1].allowed])
    _note([each for each in decisions if not each[1].allowed], taking.own)
    for entry in taking.recorded if reason else ():
        reasons.write(entry.token, taking.own, reason)
    return taken


@sensitive_variables("coming")
def _taking(
    coming: ComingIn,
    standing: Standing,
    own: LivingKey | None,
    replaces: RecordId | None,
    named: RecordId | None,
    alias: str | None,
) -> Taking:
    bought = coming.bought()
    theirs = own or newcomers.enter(standing, coming.data, bought=bought)
    since = coming.since or timezone.now()
    return Taking(
        theirs,
        standing,
        coming.party,
        coming.source,
        replaces,
        named,
        alias,
        own is None,
        since,
        bought is not None,
        {kind: source for kind, (source, _actor) in coming.beside.items()},
    )
