"""`choose`, `restrict`, `close` and their opposites: a person's word, binding from the commit on."""

from __future__ import annotations

from django.utils import timezone

from troth.policy import Actor, Ask, Decision, State, Verb, decide
from troth.policy import Refused as RefusedDecision
from troth.vault import journal
from troth.vault.models import Choice, Restriction

from . import entries
from .actors import system
from .errors import NotDeclared, Refused
from .find import own_key
from .ids import PersonId
from .inforce import policy
from .known import ACCOUNT, PROCESSING, Standing, judge, standings
from .work import hold, vault_work


def choose(person: PersonId, purpose: str, channel: str, state: State, *, actor: Actor, source: str) -> None:
    """Record a person's word about a purpose on a channel ("" for all channels). It replaces the word before."""
    if purpose not in policy().purposes:
        raise NotDeclared("purpose", purpose)
    state = State(state)
    ask = Ask(Verb.CHOOSE, purpose, actor, channel=channel, source=source)
    with vault_work():
        hold(person)
        decision = _decide_and_record(person, ask, str(state))
        if decision.allowed:
            line = {
                "state": str(state),
                "source": source,
                "policy_version": policy().version,
                "at": timezone.now(),
            }
            Choice.objects.update_or_create(person_id=person, purpose=purpose, channel=channel, defaults=line)
            journal.write_choice(person, purpose, channel, str(state))
    if isinstance(decision, RefusedDecision):
        raise Refused.by(decision)


def restrict(person: PersonId, *, actor: Actor, reason: str = "") -> None:
    """Stop processing: every use but storage, legal duty and transactions entered into is refused from here on."""
    _set(person, PROCESSING, True, actor, reason)


def unrestrict(person: PersonId, *, actor: Actor, reason: str = "") -> None:
    _set(person, PROCESSING, False, actor, reason)


def close(person: PersonId, *, actor: Actor, reason: str = "") -> None:
    """Disable the account for purchases. The person can still sign in, see, choose and reopen."""
    _set(person, ACCOUNT, True, actor, reason)


def reopen(person: PersonId, *, actor: Actor, reason: str = "") -> None:
    _set(person, ACCOUNT, False, actor, reason)


def standing(person: PersonId) -> Standing | None:
    """What is known of a person without opening anything; None for nobody."""
    return standings([person]).get(person)


def may_reach(person: PersonId, purpose: str, channel: str) -> Decision:
    """A dry question: could we write to, call or text this person for this purpose now? Nothing is recorded."""
    known = standing(person)
    if known is None:
        return RefusedDecision(policy().purposes[purpose].clause, "nobody", "There is nobody here by that id.")
    return decide(policy(), reach_ask(purpose, channel), known.facts())


def reach_ask(purpose: str, channel: str) -> Ask:
    return Ask(Verb.REACH, purpose, system(purpose), channel=channel)


def _set(person: PersonId, what: str, on: bool, actor: Actor, reason: str) -> None:
    ask = Ask(Verb.RESTRICT, "rights_request", actor, reason=reason)
    with vault_work():
        hold(person)
        decision = _decide_and_record(person, ask, f"{what}:{'stopped' if on else 'resumed'}")
        if decision.allowed:
            journal.write_restriction(person, what, on)
            if on:
                Restriction.objects.get_or_create(
                    person_id=person, what=what, until=None, defaults={"since": timezone.now()}
                )
            else:
                Restriction.objects.filter(person=person, what=what, until=None).update(until=timezone.now())
    if isinstance(decision, RefusedDecision):
        raise Refused.by(decision)


def _decide_and_record(person: PersonId, ask: Ask, state: str) -> Decision:
    known, own = standing(person), own_key(person)
    if known is None or own is None:
        return RefusedDecision(policy().purposes[ask.purpose].clause, "nobody", "There is nobody here by that id.")
    decision = judge(ask, known)
    entries.write(own.subject, entries.body(ask, decision, (), state=state))
    return decision
