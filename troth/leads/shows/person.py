"""Somebody who was met, and the show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

FIRST: Final = "newsletter"  # what "news" are where nobody said more


class Word(StrEnum):
    """What they said to news by mail. `NOTHING` is no yes, and no no either."""

    YES = "yes"
    NO = "no"
    NOTHING = ""


@dataclass(frozen=True, slots=True)
class Show:
    name: str
    place: str
    day: date

    @property
    def words(self) -> str:
        return f"{self.name}, {self.place}"


@dataclass(frozen=True, slots=True)
class Person:
    """`row` as a spreadsheet counts; 0 for somebody typed in by hand. `country`: ISO 3166, "" where it was not said.

    `kinds`: of a yes, the kinds of news they named (purposes); none for a plain yes.
    """

    email: str = field(repr=False)
    name: str = field(default="", repr=False)
    country: str = ""
    organization: str = field(default="", repr=False)
    position: str = field(default="", repr=False)
    news: Word = Word.NOTHING
    row: int = 0
    kinds: tuple[str, ...] = ()

    @property
    def wishes(self) -> tuple[str, ...]:
        """The kinds of news they asked for."""
        return (self.kinds or (FIRST,)) if self.news is Word.YES else ()
