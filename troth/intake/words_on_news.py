"""What an earlier shop noted about news, carried over. A no binds; a yes counts only where a file is evidence enough.

Under an opt-in model (GDPR, Article 7(1)) the shop has to be able to show the consent, and a cell in a file shows
nothing: the person is asked again. Blank and "Never subscribed" say nothing, and nothing is made of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from troth import gate
from troth.policy import Model

from .contact import Word
from .report import IntakeReport, News

SOURCE: Final = "import"
STANDS_FOR: Final = {"email": "newsletter", "text": "special_offers"}  # what "subscribed" meant, channel by channel
_NO: Final = frozenset({gate.State.DECLINED, gate.State.WITHDRAWN, gate.State.OBJECTED})
_NOES: Final = frozenset({Word.NO, Word.UNCLEAR_NO})


type Words = Mapping[str, Word]  # by channel


def carry_over(told: Words, persons: Iterable[gate.PersonId], actor: gate.Actor, report: IntakeReport) -> None:
    """For everybody known at the address. Opens nothing; each word that changes has an entry."""
    for person in persons:
        for channel, word in told.items():
            if word is Word.NONE:
                continue
            standing = gate.standing(person)
            if standing is not None:
                _say(person, standing, channel, word, actor, report)


def foreseen(told: Words, jurisdiction: str, report: IntakeReport) -> None:
    """The same for a dry run, for somebody who is not known here yet."""
    for channel, word in told.items():
        if word in _NOES:
            report.news[News.DECLINED] += 1
        elif word is Word.YES:
            report.news[News.GRANTED if _is_evidence(channel, jurisdiction) else News.ASK_AGAIN] += 1


def _say(
    person: gate.PersonId,
    standing: gate.Standing,
    channel: str,
    word: Word,
    actor: gate.Actor,
    report: IntakeReport,
) -> None:
    if word in _NOES:
        about = [each for each in _stoppable(channel) if _may_decline(standing, each, word)]
        if about:
            gate.choose_all(person, about, gate.State.DECLINED, actor=actor, source=SOURCE)
            report.news[News.DECLINED] += 1
        return
    asked = (STANDS_FOR[channel], channel)
    if any(standing.choices.get(each) for each in (asked, (asked[0], ""))):
        return  # their own word here is newer
    if not _is_evidence(channel, standing.jurisdiction):
        report.news[News.ASK_AGAIN] += 1
        return
    gate.choose_all(person, [asked], gate.State.GRANTED, actor=actor, source=SOURCE)
    report.news[News.GRANTED] += 1


def _may_decline(standing: gate.Standing, about: tuple[str, str], word: Word) -> bool:
    """A clear no wins over everything; an unclear one over silence only."""
    said = standing.choices.get(about)
    if word is Word.UNCLEAR_NO:
        return said is None and (about[0], "") not in standing.choices
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
