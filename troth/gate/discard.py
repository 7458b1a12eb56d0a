"""`discard`, `discard_all` and `forget_unfinished`: records removed, with an entry that says so."""

from __future__ import annotations

import uuid

from troth.policy import Actor, Ask, Verb
from troth.policy import Refused as RefusedDecision
from troth.sqlite.shredding import cut_log
from troth.vault import journal, keys
from troth.vault.models import Key, Record

from . import entries
from .accounts import persons_of_parties
from .actors import system
from .errors import Refused
from .find import islands, of_islands, own_key
from .ids import PartyId, PersonId, RecordId
from .inforce import policy
from .known import Standing, judge, newcomer, standings
from .work import hold, vault_work


def discard(person: PersonId, record: RecordId, *, actor: Actor) -> None:
    """Remove one record of the person's own (an address of the address book, a line of what they looked at)."""
    with vault_work():
        hold(person)
        row = _own_record(person, record)
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


def discard_all(person: PersonId, kind: str, *, actor: Actor) -> int:
    """Remove all records of a kind that lies under a retention class of its own, with their keys; how many there were.

    With the keys goes what the log says about them: afterwards nobody can tell that it was about this person. One entry,
    under the person's own name, says that it happened. Raises `Refused`, having removed nothing.
    """
    fields = frozenset(policy().kinds[kind].fields)
    ask = Ask(Verb.ERASE, "rights_request", actor, kind, fields)
    with vault_work():
        hold(person)
        own = own_key(person)
        if own is None:
            return 0
        held = of_islands(own, [kind])
        decision = judge(ask, standings([person])[person])
        entries.write(own.subject, entries.body(ask, decision, fields, state="erased" if decision.allowed else ""))
        if decision.allowed:
            records, gone = [row.id for row, _ in held], {key.id for _, key in held}
            shared = Record.objects.filter(key__in=gone).exclude(kind=kind).values_list("key", flat=True)
            whole = sorted(gone - set(shared), key=str)
            journal.write_erased(whole, records=records)
            Record.objects.filter(id__in=records).delete()
            Key.objects.filter(id__in=whole).delete()
    if isinstance(decision, RefusedDecision):
        raise Refused.by(decision)
    cut_log("vault")
    return len(held)


def _own_record(person: PersonId, record: RecordId) -> Record | None:
    found = Record.objects.select_related("key").filter(id=record).first()
    if found is None or found.key.person_id == person:
        return found
    own = own_key(person) if found.party is None else None
    return found if own is not None and found.key_id in islands(own) else None


def _standing_behind(party: uuid.UUID) -> Standing:
    """Of whoever the party is: people take back their own. Of nobody known, so that nobody may, where nobody is behind it."""
    whose = PartyId(int=party.int)
    person = persons_of_parties([whose]).get(whose)
    return (standings([person]).get(person) if person else None) or newcomer()


def forget_unfinished(
    party: uuid.UUID, *, purpose: str = "fulfil_order", actor: Actor | None = None, kind: str = ""
) -> int:
    """Sweep up what a failed order, or one that was only begun, left behind; recorded as such. The number of records gone.

    `actor`: the person, where it is they who take it back; else the shop itself. `kind`: only records of it. Nothing goes for
    a purpose that may not erase: then it raises `Refused`, with an entry for each record.
    """
    refused: RefusedDecision | None = None
    with vault_work():
        held = Record.objects.filter(party=party, **({"kind": kind} if kind else {}))
        rows = list(held.select_related("key"))
        about = _standing_behind(party) if actor is not None else newcomer()
        for row in rows:
            fields = frozenset(policy().kinds[row.kind].fields)
            ask = Ask(Verb.ERASE, purpose, actor or system(purpose), row.kind, fields)
            decision = judge(ask, about)
            entries.write(keys.living(row.key).subject, entries.body(ask, decision, ask.fields))
            refused = decision if isinstance(decision, RefusedDecision) else refused
        if refused is None:
            gone = [row.id for row in rows]
            journal.write_erased(records=gone)
            Record.objects.filter(id__in=gone).delete()
    if refused is not None:
        raise Refused.by(refused)
    if actor is not None:
        cut_log("vault")
    return len(rows)
