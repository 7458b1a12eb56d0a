"""What one may sign up for, and why the address is asked: all of it the policy's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from troth import gate

from ..shows import wishes

KIND, FIELD, SOURCE, CHANNEL = "subscription", "email", "newsletter_form", "email"
FINDABLE: Final = "account"  # under which a mailbox is kept until it has answered, and found again


@dataclass(frozen=True, slots=True)
class NewsKind:
    """`says` finishes the sentence "We use it …"."""

    purpose: str
    label: str
    says: str


@dataclass(frozen=True, slots=True)
class Offer:
    kinds: tuple[NewsKind, ...]
    why: str
    kept: str
    clause: str


def now() -> Offer | None:
    """In the language that is spoken. None where no such door is in force."""
    policy = gate.policy()
    kind, door = policy.kinds.get(KIND), policy.sources.get(SOURCE)
    if kind is None or door is None or not (kind.in_force and door.in_force) or FIELD not in kind.fields:
        return None
    if SOURCE not in policy.purposes[FINDABLE].collects.get("email", ()):
        return None
    open_to = [name for name in wishes.offered() if SOURCE in policy.purposes[name].collects.get(KIND, ())]
    kinds = tuple(NewsKind(name, policy.purposes[name].label, policy.purposes[name].says) for name in open_to)
    return Offer(kinds, kind.fields[FIELD].why, policy.retention[kind.retention].says, kind.clause) if kinds else None


def names() -> frozenset[str]:
    offered = now()
    return frozenset(each.purpose for each in offered.kinds) if offered else frozenset()
