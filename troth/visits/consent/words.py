"""The words that hold for a browser and whoever is signed in there, and what the cookie shall say of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from troth import gate
from troth.policy import Model, Policy

from . import cookie, person
from .rule import holds, judge, waits
from .values import Consent, Word

CHANGED = "0" * 16  # the digest of no policy: what was said was about another question


def heard(policy: Policy, text: str, today: date) -> dict[str, Word]:
    return cookie.read(text, digest=person.now_asked(policy).digest, today=today) if text else {}


def marked(policy: Policy, text: str) -> frozenset[str]:
    """The single purposes that the cookie marks as said in the signal's presence."""
    return cookie.purposes(text, digest=person.now_asked(policy).digest) if text else frozenset()


def both(policy: Policy, standing: gate.Standing, browsers: Mapping[str, Word]) -> dict[str, Word]:
    """The person's own words, and the browser's where they have none. Another person's yes is neither."""
    despite = [category for category, word in browsers.items() if word.yes and word.despite_signal]
    theirs = {category: word for category, word in browsers.items() if not (word.yes and word.of_account)}
    return {**theirs, **person.words(standing, policy, despite)}


def judged(policy: Policy, jurisdiction: str, words: Mapping[str, Word], *, signal: bool, today: date) -> Consent:
    return judge(models_of(policy, jurisdiction), words, signal=signal, today=today)


def models_of(policy: Policy, jurisdiction: str) -> Mapping[str, Model]:
    return person.now_asked(policy).models[jurisdiction]


def lasting(policy: Policy, jurisdiction: str, words: Mapping[str, Word], today: date) -> dict[str, Word]:
    """What still counts beside a new word: what holds, as it was, and every no. A yes that has run out is none."""
    found, models = {}, models_of(policy, jurisdiction)
    for category, word in words.items():
        if category in models and holds(word, waits(models[category]), today):
            found[category] = word
        elif category in models and not word.yes:
            found[category] = replace(word, on=today, current=True)  # its old day would end the new word as well
    return found


def as_cookie(
    policy: Policy,
    words: Mapping[str, Word],
    *,
    today: date,
    account: bool = True,
    purposes: Collection[str] = (),
) -> str:
    """One date and one digest stand for all words: the earliest, and none in force if any is about something else."""
    if not words and not purposes:
        return ""
    digest = person.now_asked(policy).digest if all(word.current for word in words.values()) else CHANGED
    yes = {category for category, word in words.items() if word.yes}
    despite = {category for category in yes if words[category].despite_signal}
    whole = bool(yes) and despite == yes
    return cookie.write(
        {category: word.yes for category, word in words.items()},
        on=min((word.on for word in words.values()), default=today),
        digest=digest,
        signal=whole,
        account=account,
        despite=() if whole else despite,
        purposes=purposes,
    )
