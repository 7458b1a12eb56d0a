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

type Persons = tuple[gate.PersonId, ...]  # none: nobody is known; several: of one mailbox
type Known = list[tuple[gate.PersonId, gate.Standing]]


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


def choose(whose: Persons, answers: Mapping[str, bool], *, signal: bool, today: date) -> str:
    """The visitor answers. Returns what the cookie shall say; "" where the shop asks nothing.

    Of somebody who is known it becomes the person's choice as well.
    """
    about = person.now_asked(gate.policy())
    said = {category: yes for category, yes in answers.items() if category in about.purposes}
    known = _known(whose)
    for who, standing in known:
        person.record(who, standing, said, signal=signal)
    return cookie.write(said, on=today, digest=about.digest, signal=signal, account=bool(known)) if said else ""


def also(whose: Persons, category: str, text: str, *, signal: bool, place: str, today: date) -> str:
    """One more yes. Whatever else was said stays as it was said, with its day. Returns what the cookie shall say."""
    policy = gate.policy()
    if category not in person.now_asked(policy).purposes:
        return text
    known = _known(whose)
    for who, standing in known:
        person.record(who, standing, {category: True}, signal=signal)
    words = heard(policy, text, today)
    account = bool(known) or any(word.of_account for word in words.values())
    kept = lasting(policy, _rules(known, place), _theirs(known, words), today)
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


def join(whose: Persons, text: str, *, signal: bool, today: date) -> str:
    """When an account is known: the cookie's explicit words become its owner's where they have none; returns its new text.

    A yes that has run out, was about something else or is older than the browser's signal is not carried over, and nothing
    that was said by whoever was signed in here before; a no of theirs is kept to in this browser all the same. What somebody
    else said stays in the cookie, where whoever is known has said nothing: an account's pages ask who it is.
    """
    known = _known(whose)
    # A mark of the signal is the word of whoever said the yes.
    return (_joined(known, text, signal=signal, today=today) or cookie.unmarked(text)) if known else text


def join_guest(whose: Persons, text: str, *, signal: bool, today: date) -> str:
    """When the mailbox of a guest has answered: likewise, but nothing that somebody else said stays in the cookie, since of
    a guest the pages know nothing else."""
    known = _known(whose)
    return _joined(known, text, signal=signal, today=today) if known else text


def _joined(known: Known, text: str, *, signal: bool, today: date) -> str:
    """What the cookie shall say of them; "" where they have said nothing."""
    policy = gate.policy()
    models = models_of(policy, _rules(known, ""))
    words = {category: word for category, word in heard(policy, text, today).items() if category in models}
    sound = {
        category: word
        for category, word in words.items()
        if _carries(word, models[category], signal=signal, today=today)
    }
    joined = [person.join(who, standing, sound) for who, standing in known]
    if any(joined):
        known = _known(tuple(who for who, _standing in known))
    declined = {category: word for category, word in words.items() if not word.yes}
    return as_cookie(policy, _theirs(known, {**declined, **sound}), today=today)


def _carries(word: Word, model: Model, *, signal: bool, today: date) -> bool:
    """Whether it is the word of whoever signs in, and still one."""
    outdated = signal and not word.despite_signal
    return not word.of_account and (not word.yes or (holds(word, waits(model), today) and not outdated))


@dataclass(frozen=True, slots=True)
class Spoken:
    """The explicit words that hold for somebody, when the first of them was said, and under whose rules.

    `over`: to these categories a yes was said over the browser's signal. `before`: to these it was said before the browser
    sent its signal, which counts for more.
    """

    said: Mapping[str, bool]
    on: date
    jurisdiction: str
    over: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()


def spoken(whose: Persons, text: str, *, signal: bool, place: str, today: date) -> Spoken | None:
    """None for somebody who has said nothing that holds."""
    policy, known = gate.policy(), _known(whose)
    words, jurisdiction = _theirs(known, heard(policy, text, today)), _rules(known, place)
    now = judged(policy, jurisdiction, words, signal=signal, today=today)
    if not now.said:
        return None
    agreed = {category for category, yes in now.said.items() if yes}
    before = frozenset(agreed - now.allowed) if signal else frozenset()
    marked = {each for each in agreed if words[each].despite_signal}
    marked |= {each for each in agreed if any(person.over_signal(standing, each) for _who, standing in known)}
    first = min(words[name].on for name in now.said)
    return Spoken(now.said, first, jurisdiction, frozenset(marked - before), before)


def _known(whose: Persons) -> Known:
    return [(who, standing) for who in whose if (standing := gate.standing(who)) is not None]


def _rules(known: Known, place: str) -> str:
    """The jurisdiction: of whoever is known, else of the place."""
    return known[0][1].jurisdiction if known else gate.policy().jurisdiction_of(place)


def _theirs(known: Known, words: Mapping[str, Word]) -> Mapping[str, Word]:
    """With the words of whoever is known. Of several persons behind one mailbox the first counts, and a no of any."""
    policy = gate.policy()
    if not known:
        return words
    found = both(policy, known[0][1], words)
    for _who, standing in known[1:]:
        theirs = person.words(standing, policy)
        found = {**theirs, **found, **{category: word for category, word in theirs.items() if not word.yes}}
    return found
