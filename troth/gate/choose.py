"""`choose`, `restrict`, `close` and their opposites: a person's word, binding from the commit on."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from troth import ledger
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
from .known import ACCOUNT, PROCESSING, Standing, judge, newcomer, standings
from .work import hold, vault_work


def choose(person: PersonId, purpose: str, channel: str, state: State, *, actor: Actor, source: str) -> None:
    """Record a person's word about a purpose on a channel ("" for all channels). It replaces the word before."""
    choose_all(person, [(purpose, channel)], state, actor=actor, source=source)


def choose_all(person: PersonId, about: Iterable[tuple[str, str]], state: State, *, actor: Actor, source: str) -> None:
    """The same word about several purposes, each on a channel, with an entry for each. All of it or nothing."""
    about = list(dict.fromkeys(about))
    for purpose, _channel in about:
        if purpose not in policy().purposes:
            raise NotDeclared("purpose", purpose)
    asks = [Ask(Verb.CHOOSE, purpose, actor, channel=channel, source=source) for purpose, channel in about]
    with vault_work():
        hold(person)
        decisions = _decide_and_record(person, asks, str(State(state)))
        refused = next((each for each in decisions if isinstance(each, RefusedDecision)), None)
        if refused is None:
            _write(person, about, str(State(state)), source)
            journal.write_choices(person, about, str(State(state)))
    if refused:
        raise Refused.by(refused)


def _write(person: PersonId, about: list[tuple[str, str]], state: str, source: str) -> None:
    said = {"state": state, "source": source, "policy_version": policy().version, "at": timezone.now()}
    Choice.objects.bulk_create(
        [Choice(person_id=person, purpose=purpose, channel=channel, **said) for purpose, channel in about],
        update_conflicts=True,
        update_fields=list(said),
        unique_fields=["person", "purpose", "channel"],
    )


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


def may_mail(person: PersonId | None, purpose: str, *, country: str = "") -> Decision:
    """A dry question: would a mail for this purpose leave for this person now, or for somebody new who lives there? What the
    mail itself asks when it leaves, address and all. Nothing is recorded.
    """
    known = standing(person) if person else newcomer(country)
    if known is None:
        return RefusedDecision("3b.mails", "nobody", "There is nobody here by that id.")
    ask = Ask(Verb.REACH, purpose, system(purpose), kind="email", fields=frozenset({"email"}), channel="email")
    return decide(policy(), ask, known.facts())


def reach_ask(purpose: str, channel: str) -> Ask:
    return Ask(Verb.REACH, purpose, system(purpose), channel=channel)


def _set(person: PersonId, what: str, on: bool, actor: Actor, reason: str) -> None:
    ask = Ask(Verb.RESTRICT, "rights_request", actor, reason=reason)
    with vault_work():
        hold(person)
        decision = _decide_and_record(person, [ask], f"{what}:{'stopped' if on else 'resumed'}")[0]
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


def _decide_and_record(person: PersonId, asks: list[Ask], state: str) -> list[Decision]:
    known, own = standing(person), own_key(person)
    if known is None or own is None:
        nobody = "There is nobody here by that id."
        return [RefusedDecision(policy().purposes[ask.purpose].clause, "nobody", nobody) for ask in asks]
    decisions = [judge(ask, known) for ask in asks]
    ledger.append_many(
        [(own.subject, entries.body(ask, each, (), state=state)) for ask, each in zip(asks, decisions, strict=True)]
    )
    return decisions
