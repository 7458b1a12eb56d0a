"""The one rule: an explicit word, else the browser's signal, else what the visitor's country lays down.

Two of its properties are promises: a no never lapses into a yes, by time, by a changed policy or by anything else;
and a signal gives way only to a yes that was said in its presence.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from troth.policy import Model

from .values import CATEGORIES, Consent, Word

# When somebody is asked again, whatever they said. Where a yes comes first: six months, as the CNIL recommends for
# yes and no alike (guidelines of 17 September 2020 on cookies). Where a no is enough: not within the twelve months
# of Cal. Civ. Code 1798.135(c)(4).
ASK_AGAIN: Final[Mapping[bool, timedelta]] = {True: timedelta(days=182), False: timedelta(days=366)}
LOOSE: Final = (Model.NONE_NEEDED, Model.UNLESS_DECLINED)  # a purchase does not speak for a browser


def judge(models: Mapping[str, Model], words: Mapping[str, Word], *, signal: bool, today: date) -> Consent:
    """`models`: what the visitor's jurisdiction wants for each category that is asked about, and no other."""
    allowed, said, unanswered = set(), {}, False
    for category, model in models.items():
        word, first = words.get(category), waits(model)
        fresh = word is not None and holds(word, first, today)
        if word is not None and (fresh or not word.yes):
            said[category] = word.yes
        if allows(word, first, signal=signal, today=today):
            allowed.add(category)
        unanswered = unanswered or not (fresh or signal)
    return Consent(
        allowed=frozenset(allowed),
        said=said,
        signal=signal,
        asked=tuple(category for category in CATEGORIES if category in models),
        unanswered=unanswered,
        asks_first=any(map(waits, models.values())),
    )


def waits(model: Model) -> bool:
    """Whether the category waits for a yes."""
    return model not in LOOSE


def allows(word: Word | None, first: bool, *, signal: bool, today: date) -> bool:
    """One category. `first`: the jurisdiction wants a yes first; otherwise it is on until a no."""
    if word is not None and not word.yes:
        return False
    if word is not None and holds(word, first, today) and (word.despite_signal or not signal):
        return True
    return not signal and not first


def holds(word: Word, first: bool, today: date) -> bool:
    """Whether a word answers today's question; a no that does not is kept to all the same."""
    return word.current and word.on <= today < word.on + ASK_AGAIN[first]
