"""A person's own choices about what a browser does: read from the vault, joined at sign-in, changed together with the cookie.

Each purpose is a choice of its own there; a category is answered once all its purposes are, and with one no by a no.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime

from django.conf import settings

from troth import gate
from troth.policy import Policy, State

from . import wording
from .asked import Asked, asked
from .values import OVER_SIGNAL, Word

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


def record(person: gate.PersonId, standing: gate.Standing, answers: Mapping[str, bool], *, signal: bool) -> None:
    """The person has just said so, about whole categories. Binding from here on, with an entry for each new word.

    `signal`: their browser sent its own meanwhile; a yes overrules it, and its entry says so.
    """
    policy = gate.policy()
    said = {
        purpose: yes
        for category, yes in answers.items()
        for purpose in now_asked(policy).purposes.get(category, ())
        if not said_today(standing, purpose, yes, signal=signal)
    }
    _write(person, standing, said, over=said if signal else ())


def source_of(yes: bool, *, signal: bool) -> str:
    """By which door a word about what a browser does comes in."""
    return OVER_SIGNAL if yes and signal else SOURCE


def over_signal(standing: gate.Standing, category: str) -> bool:
    """Whether the person's yes to all of the category was said over a browser's signal."""
    lines = [standing.choices.get((purpose, "")) for purpose in now_asked(gate.policy()).purposes.get(category, ())]
    return bool(lines) and all(
        line is not None and line.state is State.GRANTED and line.source == OVER_SIGNAL for line in lines
    )


def said_today(standing: gate.Standing, purpose: str, yes: bool, *, signal: bool = False) -> bool:
    """Whether saying it changes nothing: the same word, under the same policy, on the day that it counts from.

    A yes over the browser's signal is another word than one that was said without it.
    """
    line = standing.choices.get((purpose, ""))
    if line is None or line.policy_version != gate.policy().version:
        return False
    if yes and signal and line.source != OVER_SIGNAL:
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
        purpose: word
        for category, word in heard.items()
        if not (word.yes and category in own and not own[category].yes)
        for purpose in now_asked(policy).purposes.get(category, ())
        if (purpose, "") not in standing.choices
    }
    over = [purpose for purpose, word in unsaid.items() if word.despite_signal]
    _write(person, standing, {purpose: word.yes for purpose, word in unsaid.items()}, over=over)
    return bool(unsaid)


def now_asked(policy: Policy) -> Asked:
    return asked(policy, practice=settings.TROTH.practice)


def _write(person: gate.PersonId, standing: gate.Standing, said: Mapping[str, bool], *, over: Collection[str]) -> None:
    """`over`: what was said while the browser sent its signal."""
    if not said:
        return
    alike: dict[tuple[State, str], list[tuple[str, str]]] = {}
    for purpose, yes in said.items():
        word = _state(standing, purpose, yes), source_of(yes, signal=purpose in over)
        alike.setdefault(word, []).append((purpose, ""))
    policy = gate.policy()
    wording.remember(policy.version, now_asked(policy).digest)
    with gate.together():
        for (state, source), about in alike.items():
            gate.choose_all(person, about, state, actor=gate.the_person(person), source=source)


def _state(standing: gate.Standing, purpose: str, yes: bool) -> State:
    if yes:
        return State.GRANTED
    before = standing.choices.get((purpose, ""))
    return State.WITHDRAWN if before is not None and before.state is State.GRANTED else State.DECLINED
