"""A person's own choices about what a browser does: read from the vault, joined at sign-in, changed together with the cookie.

Each purpose is a choice of its own there; a category is answered once all its purposes are, and with one no by a no.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from django.conf import settings

from troth import gate
from troth.policy import Policy, State

from . import wording
from .asked import Asked, asked
from .values import Word

SOURCE = "preferences"  # the choices page is one of them
NO = frozenset({State.DECLINED, State.WITHDRAWN, State.OBJECTED})


def words(standing: gate.Standing, policy: Policy, despite: Iterable[str] = ()) -> dict[str, Word]:
    """The person's word about each category. `despite`: where this browser heard a yes against its signal."""
    about = now_asked(policy)
    found = {category: _word(standing, purposes, policy, about) for category, purposes in about.purposes.items()}
    return {
        category: Word(word.yes, word.on, word.current, word.yes and category in despite)
        for category, word in found.items()
        if word is not None
    }


def _word(standing: gate.Standing, purposes: tuple[str, ...], policy: Policy, about: Asked) -> Word | None:
    lines = [standing.choices[purpose, ""] for purpose in purposes if (purpose, "") in standing.choices]
    declined = any(line.state in NO for line in lines)
    whole = bool(lines) and len(lines) == len(purposes)
    if not declined and not whole:
        return None
    on: date = min(line.at.astimezone(UTC).date() for line in lines)
    current = whole and all(wording.same(line.policy_version, policy.version, about.digest) for line in lines)
    return Word(not declined, on, current)


def record(person: gate.PersonId, standing: gate.Standing, answers: Mapping[str, bool]) -> None:
    """The person has just said so, about whole categories. Binding from here on, with an entry for each new word."""
    policy = gate.policy()
    said = {
        purpose: yes
        for category, yes in answers.items()
        for purpose in now_asked(policy).purposes.get(category, ())
        if not said_today(standing, purpose, yes)
    }
    _write(person, standing, said)


def said_today(standing: gate.Standing, purpose: str, yes: bool) -> bool:
    """Whether saying it changes nothing: the same word, under the same policy, on the day that it counts from."""
    line = standing.choices.get((purpose, ""))
    if line is None or line.policy_version != gate.policy().version:
        return False
    same = line.state is State.GRANTED if yes else line.state in NO
    return same and line.at.astimezone(UTC).date() == datetime.now(UTC).date()


def join(person: gate.PersonId, standing: gate.Standing, heard: Mapping[str, Word]) -> bool:
    """What the browser was told becomes the person's where they have said nothing themselves. Whether anything did.

    A no of theirs about one purpose keeps a yes from the whole category.
    """
    policy = gate.policy()
    own = words(standing, policy)
    unsaid = {
        purpose: word.yes
        for category, word in heard.items()
        if not (word.yes and category in own and not own[category].yes)
        for purpose in now_asked(policy).purposes.get(category, ())
        if (purpose, "") not in standing.choices
    }
    _write(person, standing, unsaid)
    return bool(unsaid)


def now_asked(policy: Policy) -> Asked:
    return asked(policy, practice=settings.TROTH.practice)


def _write(person: gate.PersonId, standing: gate.Standing, said: Mapping[str, bool]) -> None:
    if not said:
        return
    by_state: dict[State, list[tuple[str, str]]] = {}
    for purpose, yes in said.items():
        by_state.setdefault(_state(standing, purpose, yes), []).append((purpose, ""))
    policy = gate.policy()
    wording.remember(policy.version, now_asked(policy).digest)
    with gate.together():
        for state, about in by_state.items():
            gate.choose_all(person, about, state, actor=gate.the_person(person), source=SOURCE)


def _state(standing: gate.Standing, purpose: str, yes: bool) -> State:
    if yes:
        return State.GRANTED
    before = standing.choices.get((purpose, ""))
    return State.WITHDRAWN if before is not None and before.state is State.GRANTED else State.DECLINED
