"""A response's cookies, held against the policy and the visitor's choice. Pure.

NotAllowed(Exception)   a response tried to set what it may not; raised where settings say so, recorded elsewhere
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ..consent import Consent
from .declared import Declared


class Kind(StrEnum):
    UNDECLARED = "undeclared"
    UNCONSENTED = "unconsented"
    LASTING = "lasting"  # longer than the policy says


@dataclass(frozen=True, slots=True)
class Setting:
    """A cookie as a response sets it. `life` in seconds: 0 until the browser closes, negative if it is taken away."""

    name: str
    life: int


@dataclass(frozen=True, slots=True)
class Fault:
    cookie: str
    kind: Kind
    page: str = ""  # the kind of page, such as "product"; never an address


class NotAllowed(Exception):
    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        said = ", ".join(f"{each.cookie!r} is {each.kind} ({each.page})" for each in self.faults)
        super().__init__(f"a response may not set its cookies so: {said}")


def judge(cookies: Iterable[Setting], known: Declared, consent: Consent) -> Iterator[Fault]:
    """What may not be set so. Taking a cookie away is always allowed."""
    for each in cookies:
        category = known.category.get(each.name)
        if each.life < 0:
            continue
        if category is None:
            yield Fault(each.name, Kind.UNDECLARED)
        elif not consent.allows(category):
            yield Fault(each.name, Kind.UNCONSENTED)
        elif each.life > known.life[each.name]:
            yield Fault(each.name, Kind.LASTING)


def leftovers(sent: Mapping[str, str], known: Declared, consent: Consent) -> list[str]:
    """Names of declared cookies that a browser still has from a choice that no longer holds."""
    return [name for name in sorted(known.chosen.intersection(sent)) if not consent.allows(known.category[name])]
