"""`discard` and `forget_unfinished`: single records removed, each with its entry."""

from __future__ import annotations

import uuid

from troth.policy import Actor, Ask, Verb
from troth.policy import Refused as RefusedDecision
from troth.sqlite.shredding import cut_log
from troth.vault import journal, keys
from troth.vault.models import Record

from . import entries
from .actors import system
from .errors import Refused
from .ids import PersonId, RecordId
from .inforce import policy
from .known import judge, newcomer, standings
from .work import hold, vault_work


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


def forget_unfinished(party: uuid.UUID, *, purpose: str = "fulfil_order") -> int:
    """Sweep up what a failed order, or one that was only begun, left behind; recorded as such. The number of records gone.

    Nothing goes for a purpose that may not erase: then it raises `Refused`, with an entry for each record.
    """
    refused: RefusedDecision | None = None
    with vault_work():
        rows = list(Record.objects.filter(party=party).select_related("key"))
        for row in rows:
            ask = Ask(Verb.ERASE, purpose, system(purpose), row.kind, frozenset(policy().kinds[row.kind].fields))
            decision = judge(ask, newcomer())
            entries.write(keys.living(row.key).subject, entries.body(ask, decision, ask.fields))
            refused = decision if isinstance(decision, RefusedDecision) else refused
        if refused is None:
            gone = [row.id for row in rows]
            journal.write_erased(records=gone)
            Record.objects.filter(id__in=gone).delete()
    if refused is not None:
        raise Refused.by(refused)
    return len(rows)
