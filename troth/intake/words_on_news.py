"""What an earlier shop noted about news, carried over. A no binds; a yes counts only where a file is evidence enough.

Under an opt-in model (GDPR, Article 7(1)) the shop has to be able to show the consent, and a cell in a file shows
nothing: the person is asked again. Blank and "Never subscribed" say nothing, and nothing is made of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from django.utils.translation import gettext as _

from troth import gate
from troth.catalog.importing.report import Weight
from troth.policy import Model

from .contact import Word
from .report import IntakeReport, News

SOURCE: Final = "import"
STANDS_FOR: Final = {"email": "newsletter", "text": "special_offers"}  # what "subscribed" meant, channel by channel
_NO: Final = frozenset({gate.State.DECLINED, gate.State.WITHDRAWN, gate.State.OBJECTED})
_NOES: Final = frozenset({Word.NO, Word.UNCLEAR_NO})


type Words = Mapping[str, Word]  # by channel
type Choices = Mapping[tuple[str, str], gate.ChoiceLine]


def carry_over(
    told: Words, persons: Iterable[gate.PersonId], actor: gate.Actor, report: IntakeReport, rows: Sequence[int]
) -> None:
    """For everybody known at the address. Opens nothing; each word that changes has an entry, and one that does not is named
    by its row.
    """
    for person in persons:
        for channel, word in told.items():
            standing = gate.standing(person) if word is not Word.NONE else None
            if standing is not None:
                _say(person, standing, channel, word, actor)
                _tell(standing.choices, standing.jurisdiction, channel, word, report, rows)


def foreseen(
    told: Words, persons: Iterable[gate.PersonId], jurisdiction: str, report: IntakeReport, rows: Sequence[int]
) -> None:
    """The same for a dry run. `jurisdiction`: of whoever is not known here yet."""
    known = [standing for person in persons if (standing := gate.standing(person)) is not None]
    for channel, word in told.items():
        if word is Word.NONE:
            continue
        for standing in known:
            _tell(standing.choices, standing.jurisdiction, channel, word, report, rows)
        if not known:
            _tell({}, jurisdiction, channel, word, report, rows)


def _say(person: gate.PersonId, standing: gate.Standing, channel: str, word: Word, actor: gate.Actor) -> None:
    became = _becomes(standing.choices, standing.jurisdiction, channel, word)
    if became is News.DECLINED:
        about = _declined(standing.choices, channel, word)
        gate.choose_all(person, about, gate.State.DECLINED, actor=actor, source=SOURCE)
    elif became is News.GRANTED:
        asked = (STANDS_FOR[channel], channel)
        gate.choose_all(person, [asked], gate.State.GRANTED, actor=actor, source=SOURCE)


def _tell(
    choices: Choices, jurisdiction: str, channel: str, word: Word, report: IntakeReport, rows: Sequence[int]
) -> None:
    became = _becomes(choices, jurisdiction, channel, word)
    if became is not None:
        report.news[became] += 1
    if words := _left_aside(choices, channel, word):
        report.note(words, row=rows[0], weight=Weight.CHANGED)


def _becomes(choices: Choices, jurisdiction: str, channel: str, word: Word) -> News | None:
    """None where what they said before stays as it is."""
    if word in _NOES:
        return News.DECLINED if _declined(choices, channel, word) else None
    if _said(choices, channel) is not None:
        return None  # their own word here is newer
    return News.GRANTED if _is_evidence(channel, jurisdiction) else News.ASK_AGAIN


def _left_aside(choices: Choices, channel: str, word: Word) -> str:
    """Why nothing, or not all, was made of a word that says otherwise than they did before; "" where it was."""
    said = _said(choices, channel)
    if word is Word.YES and said in _NO:
        return _(
            "A yes to news. Nothing was made of it: there is a no already, said here or in an earlier file, and it binds."
        )
    if word is Word.UNCLEAR_NO and said is gate.State.GRANTED:
        return _(
            "A no to news that may also mean “never asked”. Their yes here stays: they said it here, or another file of that "
            "shop did."
        )
    return ""


def _said(choices: Choices, channel: str) -> gate.State | None:
    """What they said about the news that a bare “subscribed” stands for."""
    about = STANDS_FOR[channel]
    said = choices.get((about, channel)) or choices.get((about, ""))
    return said.state if said else None


def _declined(choices: Choices, channel: str, word: Word) -> list[tuple[str, str]]:
    return [each for each in _stoppable(channel) if _may_decline(choices, each, word)]


def _may_decline(choices: Choices, about: tuple[str, str], word: Word) -> bool:
    """A clear no wins over everything; an unclear one over silence only."""
    said = choices.get(about)
    if word is Word.UNCLEAR_NO:
        return said is None and (about[0], "") not in choices
    return said is None or said.state not in _NO


def _is_evidence(channel: str, jurisdiction: str) -> bool:
    return gate.policy().consent(STANDS_FOR[channel], channel, jurisdiction).model is not Model.OPT_IN


def _stoppable(channel: str) -> tuple[tuple[str, str], ...]:
    return _of_version(gate.policy().version, channel)


@cache
def _of_version(version: str, channel: str) -> tuple[tuple[str, str], ...]:
    """Everything on a channel that leaves a choice."""
    known = gate.policy().purposes.values()
    return tuple((each.name, channel) for each in known if each.choice and channel in each.channels)
