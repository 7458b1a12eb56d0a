"""The policy in one minute. Every word of it is taken from the rules, so it cannot promise anything they do not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from troth import gate
from troth.policy import Policy

ESSENTIAL = "essential"
RIGHTS = ("O.a", "O.b", "O.c", "O.d", "O.erase")


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody outside, and the share of all fields they may get, in hundredths."""

    label: str
    why: str
    fields: int
    share: int


@dataclass(frozen=True, slots=True)
class Kept:
    label: str
    kinds: tuple[str, ...]
    clause: str


@dataclass(frozen=True, slots=True)
class Right:
    clause: str
    says: str


@dataclass(frozen=True, slots=True)
class Minute:
    """`plain`: kinds kept unsealed. `choices`: families one has a say in. `cookies_waiting`: those that want a yes."""

    kinds: tuple[str, ...]
    fields: int
    plain: tuple[str, ...]
    purposes: int
    choices: tuple[str, ...]
    told: tuple[Told, ...]
    kept: tuple[Kept, ...]
    cookies: int
    cookies_waiting: int
    rights: tuple[Right, ...]


def minute() -> Minute:
    return _minute(gate.policy().language)


@cache
def _minute(language: str) -> Minute:
    policy = gate.policy()
    kinds = [kind for kind in policy.kinds.values() if kind.in_force and kind.name != "staff"]
    purposes = [purpose for purpose in policy.purposes.values() if purpose.in_force]
    cookies = [cookie for cookie in policy.cookies.values() if cookie.in_force]
    families = {purpose.choice for purpose in purposes if purpose.choice}
    return Minute(
        kinds=tuple(policy.midway(kind.label) for kind in kinds),
        fields=sum(len(kind.fields) for kind in kinds),
        plain=tuple(policy.midway(kind.label) for kind in kinds if kind.plain),
        purposes=len(purposes),
        choices=tuple(policy.midway(family.label) for family in policy.families.values() if family.name in families),
        told=_told(policy, sum(len(kind.fields) for kind in kinds)),
        kept=_kept(policy, [(kind.retention, policy.midway(kind.label)) for kind in kinds]),
        cookies=len(cookies),
        cookies_waiting=sum(cookie.category != ESSENTIAL for cookie in cookies),
        rights=tuple(
            Right(clause.id, clause.says)
            for name in RIGHTS
            if (clause := policy.clauses.get(name)) is not None and clause.built
        ),
    )


def _told(policy: Policy, whole: int) -> tuple[Told, ...]:
    told = []
    for recipient in policy.recipients.values():
        if not recipient.in_force:
            continue
        fields = {
            (kind, field)
            for purpose in recipient.grants
            for kind, named in policy.recipient_fields(purpose, recipient.name).items()
            for field in named
            if policy.kinds[kind].in_force and kind != "staff"
        }
        told.append(Told(recipient.label, recipient.why, len(fields), round(100 * len(fields) / whole)))
    return tuple(sorted(told, key=lambda each: -each.fields))


def _kept(policy: Policy, kinds: list[tuple[str, str]]) -> tuple[Kept, ...]:
    grouped: dict[str, list[str]] = {}
    for retention, label in kinds:
        grouped.setdefault(retention, []).append(label)
    return tuple(
        Kept(policy.retention[name].label, tuple(labels), policy.retention[name].clause)
        for name, labels in grouped.items()
    )
