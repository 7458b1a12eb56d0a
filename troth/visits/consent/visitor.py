"""The rule applied: to a browser nobody knows, and to somebody signed in, whose own words count for more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from troth import gate
from troth.policy import Model

from . import cookie, person
from .rule import holds, waits
from .values import Consent, Word
from .words import as_cookie, both, heard, judged, lasting, marked, models_of


def version() -> str:
    """Of the policy in force: what was worked out under another one does not count."""
    return gate.policy().version


def of_visitor(text: str, *, signal: bool, place: str, today: date) -> Consent:
    """`text`: the cookie as it was sent. `place`: a country's code, "" for unknown. No query."""
    policy = gate.policy()
    return judged(policy, policy.jurisdiction_of(place), heard(policy, text, today), signal=signal, today=today)


def of_person(standing: gate.Standing, text: str, *, signal: bool, today: date) -> Consent:
    """Somebody signed in: their own word wins over the cookie's, and what they stopped is stopped. No query."""
    policy = gate.policy()
    words = both(policy, standing, heard(policy, text, today))
    found = judged(policy, standing.jurisdiction, words, signal=signal, today=today)
    if standing.restricted_since is not None:
        return replace(found, allowed=frozenset())
    despite = marked(policy, text)
    return replace(found, despite=despite) if despite else found


def choose(who: gate.PersonId | None, answers: Mapping[str, bool], *, signal: bool, today: date) -> str:
    """The visitor answers. Returns what the cookie shall say; "" where the shop asks nothing.

    Of somebody signed in it becomes the person's choice as well.
    """
    about = person.now_asked(gate.policy())
    said = {category: yes for category, yes in answers.items() if category in about.purposes}
    standing = gate.standing(who) if who is not None else None
    if who is not None and standing is not None:
        person.record(who, standing, said)
    account = standing is not None
    return cookie.write(said, on=today, digest=about.digest, signal=signal, account=account) if said else ""


def also(who: gate.PersonId | None, category: str, text: str, *, signal: bool, place: str, today: date) -> str:
    """One more yes. Whatever else was said stays as it was said, with its day. Returns what the cookie shall say."""
    policy = gate.policy()
    if category not in person.now_asked(policy).purposes:
        return text
    standing = gate.standing(who) if who is not None else None
    if who is not None and standing is not None:
        person.record(who, standing, {category: True})
    words = heard(policy, text, today)
    account = standing is not None or any(word.of_account for word in words.values())
    jurisdiction = standing.jurisdiction if standing else policy.jurisdiction_of(place)
    kept = lasting(policy, jurisdiction, both(policy, standing, words) if standing else words, today)
    kept[category] = Word(True, today, True, signal)
    return as_cookie(policy, kept, today=today, account=account, purposes=marked(policy, text))


def one(who: gate.PersonId, purpose: str, yes: bool, text: str, *, signal: bool, today: date) -> str:
    """Somebody signed in has just said something about one purpose: what this browser's cookie shall say.

    The word itself is in the vault. The browser only keeps whether a yes was said in its signal's presence: of the
    category where there is nothing else in it, of the purpose alone otherwise.
    """
    policy, standing = gate.policy(), gate.standing(who)
    if standing is None or not (text or (yes and signal)):
        return text
    kept = lasting(policy, standing.jurisdiction, both(policy, standing, heard(policy, text, today)), today)
    marks = marked(policy, text) - {purpose}
    about = person.now_asked(policy).purposes
    whole = next((category for category, purposes in about.items() if purposes == (purpose,)), "")
    if whole:
        kept[whole] = Word(yes, today, True, yes and signal)
    elif yes and signal:
        marks |= {purpose}
    return as_cookie(policy, kept, today=today, purposes=marks)


def join(who: gate.PersonId, text: str, *, signal: bool, today: date) -> str:
    """At sign-in: the cookie's explicit words become the person's where they have none; returns the cookie's new text.

    A yes that has run out, was about something else or is older than the browser's signal is not carried over, and nothing
    that was said by whoever was signed in here before; a no of theirs is kept to in this browser all the same.
    """
    policy, standing = gate.policy(), gate.standing(who)
    if standing is None:
        return text
    models = models_of(policy, standing.jurisdiction)
    words = {category: word for category, word in heard(policy, text, today).items() if category in models}
    sound = {
        category: word
        for category, word in words.items()
        if _carries(word, models[category], signal=signal, today=today)
    }
    if person.join(who, standing, sound):
        standing = gate.standing(who) or standing
    declined = {category: word for category, word in words.items() if not word.yes}
    # A mark of the signal is the word of whoever said the yes.
    return as_cookie(policy, both(policy, standing, {**declined, **sound}), today=today) or cookie.unmarked(text)


def _carries(word: Word, model: Model, *, signal: bool, today: date) -> bool:
    """Whether it is the word of whoever signs in, and still one."""
    outdated = signal and not word.despite_signal
    return not word.of_account and (not word.yes or (holds(word, waits(model), today) and not outdated))


@dataclass(frozen=True, slots=True)
class Spoken:
    """The explicit words that hold for somebody, when the first of them was said, and under whose rules."""

    said: Mapping[str, bool]
    on: date
    jurisdiction: str


def spoken(who: gate.PersonId | None, text: str, *, signal: bool, place: str, today: date) -> Spoken | None:
    """None for somebody who has said nothing that holds."""
    policy = gate.policy()
    standing = gate.standing(who) if who is not None else None
    sent = heard(policy, text, today)
    words = both(policy, standing, sent) if standing else sent
    jurisdiction = standing.jurisdiction if standing else policy.jurisdiction_of(place)
    said = judged(policy, jurisdiction, words, signal=signal, today=today).said
    return Spoken(said, min(words[name].on for name in said), jurisdiction) if said else None
