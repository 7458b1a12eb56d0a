"""The kinds of news somebody may ask for at a show, and what a no to news stops."""

from __future__ import annotations

from typing import Final

from troth import gate
from troth.policy.decide import NO

CHANNEL: Final = "email"
# Clause 2b names them. A notice that something is back is asked for on the page of what is sold out.
_KINDS: Final = ("newsletter", "feature_of_the_period", "special_offers", "new_products", "accessories")
_ABOUT_ONE_THING: Final = frozenset({"back_in_stock"})

About = tuple[str, str]


def offered() -> dict[str, str]:
    """(purpose → label in the language that is spoken) of what is in force and goes by mail."""
    purposes = gate.policy().purposes
    return {name: purposes[name].label for name in _KINDS if name in purposes and _by_mail(name)}


def named(text: str) -> str:
    """The kind of that label or name; "" for what is none."""
    return _names().get(" ".join(text.replace("_", " ").casefold().split()), "")


def unsaid(standing: gate.Standing | None, wishes: tuple[str, ...]) -> tuple[str, ...]:
    """Of these, what they have not said anything about here: their own word stands, whichever it is."""
    if standing is None:
        return wishes
    return tuple(each for each in wishes if not (_said(standing, each, CHANNEL) or _said(standing, each, "")))


def stoppable(standing: gate.Standing | None) -> list[About]:
    """What a no to news is about: every promotion by mail to which they have not said no."""
    every = [(each, CHANNEL) for each in gate.policy().purposes if _promotes(each) and each not in _ABOUT_ONE_THING]
    if standing is None:
        return every
    return [about for about in every if (line := standing.choices.get(about)) is None or line.state not in NO]


def _said(standing: gate.Standing, purpose: str, channel: str) -> bool:
    return (purpose, channel) in standing.choices


def _promotes(name: str) -> bool:
    declared = gate.policy().purposes[name]
    return bool(declared.choice and declared.promotional and CHANNEL in declared.channels)


def _by_mail(name: str) -> bool:
    return gate.policy().purposes[name].in_force and _promotes(name)


def _names() -> dict[str, str]:
    kinds = offered()
    return {name.replace("_", " "): name for name in kinds} | {label.casefold(): name for name, label in kinds.items()}
