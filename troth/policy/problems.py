"""What can be wrong with a policy.

PolicyError                 raised by `load`; carries every Problem found, not only the first
    .problems               tuple[Problem, ...], in file and line order
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    file: str
    line: int  # 1-based; 0 when the whole file is meant
    says: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.says} {self.remedy}"


class PolicyError(ValueError):
    """A policy that cannot be trusted is not loaded."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A remedy for a word that is not known."""
    names = sorted(known)
    close = get_close_matches(word, names, n=1)
    if close:
        return f"Did you mean '{close[0]}'?"
    if not names:
        return "Nothing is declared there yet; declare it first."
    return f"Use one of: {', '.join(names[:12])}{', …' if len(names) > 12 else ''}."
