"""What a page says about the choices, category by category, in the policy's own words."""

from __future__ import annotations

from dataclasses import dataclass

from troth import gate
from troth.policy import Policy

from .asked import kept_or_loaded
from .person import now_asked
from .values import Consent


@dataclass(frozen=True, slots=True)
class Use:
    """One thing that is done: a purpose ("We use your data …"), a cookie, or a service of somebody else's."""

    says: str
    clause: str
    label: str = ""
    life: str = ""
    whose: str = ""


@dataclass(frozen=True, slots=True)
class CategoryShown:
    name: str
    label: str
    says: str
    clause: str
    purposes: tuple[Use, ...]
    cookies: tuple[Use, ...]
    services: tuple[Use, ...]
    on: bool
    said: bool | None  # the visitor's own word that still holds


def categories(consent: Consent) -> tuple[CategoryShown, ...]:
    """What is asked, in the language that is spoken."""
    policy = gate.policy()
    return tuple(_shown(policy, name, consent) for name in consent.asked)


def labels(consent: Consent) -> tuple[str, ...]:
    families = gate.policy().families
    return tuple(families[name].label for name in consent.asked)


def signal_since() -> str:
    """The ISO date on which what the shop says about the browser's signal last changed; "" where it is not honoured."""
    policy = gate.policy()
    clause = policy.clauses.get("2c.signal")
    return policy.changed if clause is not None and clause.built else ""


def _shown(policy: Policy, name: str, consent: Consent) -> CategoryShown:
    family, about = policy.families[name], now_asked(policy)
    cookies, services = kept_or_loaded(policy, name, practice=about.practice)
    return CategoryShown(
        name,
        family.label,
        family.says,
        family.clause,
        tuple(Use(policy.purposes[each].says, policy.purposes[each].clause) for each in about.purposes[name]),
        tuple(Use(each.why, each.clause, each.label, life=each.life) for each in cookies),
        tuple(
            Use(each.why, each.clause, each.label, whose=policy.recipients[each.recipient].label) for each in services
        ),
        consent.allows(name),
        consent.said.get(name),
    )
