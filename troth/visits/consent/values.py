"""What was said, and what follows from it. Frozen values; no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

ESSENTIAL: Final = "essential"  # what the shop can't work without; nobody is asked
CATEGORIES: Final = ("measurement", "personalization", "advertising")  # families of the policy that a browser meets

OVER_SIGNAL: Final = "over_signal"  # by which a yes came in that was said while the browser sent its signal


@dataclass(frozen=True, slots=True)
class Word:
    """An explicit choice about one category.

    `current`: said about what is asked today; False once the policy's part about it has changed.
    `despite_signal`: said while the browser already sent its signal, so that it is the later word of the two.
    `of_account`: said by somebody signed in; who signs in here next did not say it.
    """

    yes: bool
    on: date
    current: bool = True
    despite_signal: bool = False
    of_account: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """What this visitor allows at this moment.

    Pages that are kept may depend on all of it but `said`: the rest is in `variant`.
    """

    allowed: frozenset[str] = frozenset()  # categories, without "essential"
    said: Mapping[str, bool] = field(default_factory=dict, compare=False)  # explicit words that still hold
    signal: bool = False  # the browser sends Global Privacy Control
    asked: tuple[str, ...] = ()  # categories in which the shop does anything at all
    unanswered: bool = False  # something that is asked has no answer yet, by word or by signal
    asks_first: bool = True  # some of it waits for a yes; False where all of it waits for a no
    # Single purposes to which a yes was said in the signal's presence. Of people who are signed in; no page of theirs is kept.
    despite: frozenset[str] = field(default=frozenset(), compare=False)

    # Short text in which two visitors differ if their pages may: "mpa.gqf" at its longest, "." at its shortest. A word of
    # its own, because every page is asked for it.
    variant: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        allowed = "".join(category[0] for category in CATEGORIES if category in self.allowed)
        marks = (("g", self.signal), ("q", self.unanswered), ("f", self.asks_first))
        object.__setattr__(self, "variant", f"{allowed}.{''.join(mark for mark, on in marks if on)}")

    def allows(self, category: str) -> bool:
        return category == ESSENTIAL or category in self.allowed
