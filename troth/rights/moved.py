"""Who moves comes under other rules: what those want asked is asked again, and what they let happen is said.

A word that was given stays. Where none was, the new rules decide, and nobody should have to find that out by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import choices
from .choices import ChoiceShown
from .reader import Reader


@dataclass(frozen=True, slots=True)
class Unsaid:
    """What nobody said anything about. `off` wait for a yes by the rules that hold now; `on` go on until a no."""

    rules: str
    law: str
    off: tuple[ChoiceShown, ...]
    on: tuple[ChoiceShown, ...]


def rules_of(reader: Reader) -> str:
    """A name for the rules that hold for the reader: compare it before and after a change of residence."""
    return choices.standing(reader).jurisdiction


def unsaid(reader: Reader) -> Unsaid:
    standing = choices.standing(reader)
    open_ones = [choice for choice in choices.shown(reader) if choice.in_force and choice.since is None]
    return Unsaid(
        standing.jurisdiction,
        standing.law,
        tuple(choice for choice in open_ones if not choice.on),
        tuple(choice for choice in open_ones if choice.on),
    )
